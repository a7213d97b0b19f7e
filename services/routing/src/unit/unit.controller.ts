import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { lacking, lackSchema } from './unit-tree.rules.js';
import { unitCodeSchema, unitSchema } from './units-file.rules.js';
import { UnitRegistry } from './unit-registry.service.js';

const pageSchema = z.object({
  after: storableText(64).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

const summarySchema = unitSchema
  .omit({ remits: true, webAdmins: true, backup: true, principal: true })
  .extend({ webAdmins: z.int(), hasBackup: z.boolean(), hasPrincipal: z.boolean() })
  .meta({ id: 'UnitSummary' });
const listSchema = z.object({ city: z.string(), items: z.array(summarySchema), next: z.string().nullable().describe('goes into `after`') });
const oneSchema = unitSchema.extend({ lacks: z.array(lackSchema) }).meta({ id: 'Unit' });

@Controller('v1/units')
@Allow('administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal')
export class UnitController {
  constructor(@Inject(UnitRegistry) private readonly registry: UnitRegistry) {}

  /** In order of code; `next` goes into `after`. */
  @Get()
  @Operation({ id: 'listUnits', tag: 'Units', summary: 'The units that answer now, in order of code', answers: { 200: listSchema } })
  async list(@Query({ schema: pageSchema }) { after = '', limit }: z.output<typeof pageSchema>): Promise<z.output<typeof listSchema>> {
    const tree = await this.registry.tree();
    const rest = tree.units.filter((unit) => unit.code > after);
    const items = rest.slice(0, limit).map(({ webAdmins, backup, principal, remits: _remits, ...unit }) => ({
      ...unit,
      webAdmins: webAdmins.length,
      hasBackup: backup !== null,
      hasPrincipal: principal !== null,
    }));
    return { city: tree.city, items, next: rest.length > limit ? (items.at(-1)?.code ?? null) : null };
  }

  @Get(':code')
  @Operation({
    id: 'readUnit',
    tag: 'Units',
    summary: 'One unit with its people and remits 职责, and what it lacks to be answerable',
    answers: { 200: oneSchema },
    problems: problem.pick('routing.unknown-unit'),
  })
  async one(@Param('code', { schema: unitCodeSchema }) code: string): Promise<z.output<typeof oneSchema>> {
    const unit = (await this.registry.tree()).get(code);
    if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
    return { ...unit, lacks: lacking(unit) };
  }
}
