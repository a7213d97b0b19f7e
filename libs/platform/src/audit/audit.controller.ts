import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { Allow } from '../access/authentication.js';
import { DATA_SOURCE, type DataSource } from '../database/database.js';
import { Operation } from '../openapi/operation.js';
import { logPageOf } from '../page.js';

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

const pageSchema = z.object({
  after: z.string().regex(/^\d{1,18}$/).default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  by: storable(200).optional(),
  did: storable(100).optional(),
  about: storable(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

@Controller('v1/audit-log')
export class AuditController {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  @Get()
  @Operation({
    id: 'readAuditLog',
    tag: 'Audit',
    summary: 'Who did what with the power of an office 审计, and when',
    description: 'In the order in which it was done; nothing is ever changed or removed. Whoever may change policies may not read this.',
    answers: { 200: logPageOf(entrySchema) },
  })
  @Allow('auditor')
  async list(@Query({ schema: pageSchema }) { after, limit, by, did, about, from, to }: z.output<typeof pageSchema>) {
    const items = await this.dataSource.query<{ position: string }[]>(
      `SELECT position::text, at, by, roles, did, about, before, after, details FROM audit_entry
       WHERE position > $1::bigint AND ($3::text IS NULL OR by = $3) AND ($4::text IS NULL OR did = $4) AND ($5::text IS NULL OR about = $5)
         AND ($6::date IS NULL OR at >= $6::date::timestamp AT TIME ZONE 'Asia/Shanghai')
         AND ($7::date IS NULL OR at < ($7::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
       ORDER BY audit_entry.position LIMIT $2`,
      [after, limit, by ?? null, did ?? null, about ?? null, from ?? null, to ?? null],
    );
    return { items, next: items.at(-1)?.position ?? after };
  }
}
