import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow, CurrentCaller } from '../access/authentication.js';
import type { Caller } from '../access/caller.js';
import { DATA_SOURCE, type DataSource, type EntityManager } from '../database/database.js';
import { Operation } from '../openapi/operation.js';
import { logPageOf } from '../page.js';
import { audit } from './audit-log.js';

export const AUDIT_CLOCK = Symbol('clock of the audit');

/** Of one export: what a spreadsheet opens, and nobody reads further. */
const mostExported = 20_000;

const storable = (maximum: number) => z.string().max(maximum).refine((text) => !text.includes('\u0000') && text.isWellFormed());

const entrySchema = z
  .object({
    position: z.string().describe('its place in the log, as a decimal number: the cursor of `after`'),
    at: z.iso.datetime({ offset: true }),
    by: z.string().describe('subject of the access token'),
    roles: z.array(z.string()).describe('of that token'),
    did: z.string().describe('of what, and what: `policy.changed`, `escalation.acknowledged`, `urging-order.sign`'),
    about: z.string().describe('an id, a number or a version'),
    before: z.record(z.string(), z.unknown()).nullable().describe('how it stood, where something was changed or ended'),
    after: z.record(z.string(), z.unknown()).nullable().describe('how it stands since then'),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });
type Entry = z.infer<typeof entrySchema>;

const choice = {
  by: storable(200).optional(),
  did: storable(100).optional(),
  about: storable(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};
const choiceSchema = z.strictObject(choice);
const pageSchema = z.object({
  after: z.string().regex(/^\d{1,18}$/).default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  ...choice,
});
const exportSchema = z
  .object({ items: z.array(entrySchema), more: z.boolean().describe(`there are more than the ${mostExported} that one export has: narrow the choice`) })
  .meta({ id: 'AuditExport' });
type Choice = z.output<typeof choiceSchema>;

@Controller('v1/audit-log')
@Allow('auditor')
export class AuditController {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(AUDIT_CLOCK) private readonly clock: { now(): Date },
  ) {}

  @Get()
  @Operation({
    id: 'readAuditLog',
    tag: 'Audit',
    summary: 'Who did what with the power of an office 审计, and when',
    description: 'In the order in which it was done; nothing is ever changed or removed. Whoever may change policies may not read this.',
    answers: { 200: logPageOf(entrySchema) },
  })
  async list(@Query({ schema: pageSchema }) { after, limit, ...chosen }: z.output<typeof pageSchema>) {
    const items = await entriesOf(this.dataSource, chosen, after, limit);
    return { items, next: items.at(-1)?.position ?? after };
  }

  @Post('exports')
  @HttpCode(200)
  @Operation({
    id: 'exportAuditLog',
    tag: 'Audit',
    summary: 'Takes a choice of the log out 导出, which stands in the log itself from then on',
    answers: { 200: exportSchema },
  })
  async export(@Body({ schema: choiceSchema }) chosen: Choice, @CurrentCaller() by: Caller): Promise<z.output<typeof exportSchema>> {
    return this.dataSource.transaction(async (manager) => {
      const found = await entriesOf(manager, chosen, '0', mostExported + 1);
      const items = found.slice(0, mostExported);
      await audit(manager, { by, at: this.clock.now(), did: 'audit-log.exported', about: 'audit-log', details: { ...chosen, count: items.length } });
      return { items, more: found.length > items.length };
    });
  }
}

const entriesOf = (source: Pick<EntityManager, 'query'>, { by, did, about, from, to }: Choice, after: string, limit: number): Promise<Entry[]> =>
  source.query<Entry[]>(
    `SELECT position::text, at, by, roles, did, about, before, after, details FROM audit_entry
     WHERE position > $1::bigint AND ($3::text IS NULL OR by = $3) AND ($4::text IS NULL OR did = $4) AND ($5::text IS NULL OR about = $5)
       AND ($6::date IS NULL OR at >= $6::date::timestamp AT TIME ZONE 'Asia/Shanghai')
       AND ($7::date IS NULL OR at < ($7::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
     ORDER BY audit_entry.position LIMIT $2`,
    [after, limit, by ?? null, did ?? null, about ?? null, from ?? null, to ?? null],
  );
