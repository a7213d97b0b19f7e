import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow, Operation, pageFrom, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { lacking, lackSchema } from './unit-tree.rules.js';
import { unitCodeSchema, unitSchema, type Unit } from './units-file.rules.js';
import { UnitRegistry } from './unit-registry.service.js';

const querySchema = z.object(pageQuery(storableText(64), { limit: 200, atMost: 1_000 }));

const summarySchema = unitSchema
  .omit({ remits: true, webAdmins: true, backup: true, principal: true, reviewers: true })
  .extend({ webAdmins: z.int(), hasBackup: z.boolean(), hasPrincipal: z.boolean() })
  .meta({ id: 'UnitSummary' });
const listSchema = pageOf(summarySchema).extend({ city: z.string() });
const oneSchema = unitSchema.extend({ lacks: z.array(lackSchema) }).meta({ id: 'Unit' });

const summaryOf = ({ webAdmins, backup, principal, reviewers: _reviewers, remits: _remits, ...unit }: Unit): z.output<typeof summarySchema> => ({
  ...unit,
  webAdmins: webAdmins.length,
  hasBackup: backup !== null,
  hasPrincipal: principal !== null,
});

@Controller('v1/units')
@Allow('administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal')
export class UnitController {
  constructor(@Inject(UnitRegistry) private readonly registry: UnitRegistry) {}

  /** In order of code; `next` goes into `after`. */
  @Get()
  @Operation({ id: 'listUnits', tag: 'Units', summary: 'The units that answer now, in order of code', answers: { 200: listSchema } })
  async list(@Query({ schema: querySchema }) { after = '', limit }: z.output<typeof querySchema>): Promise<z.output<typeof listSchema>> {
    const tree = await this.registry.tree();
    const { items, next } = pageFrom(tree.units.filter((unit) => unit.code > after), limit, (unit) => unit.code);
    return { city: tree.city, items: items.map(summaryOf), next };
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
