import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow, Operation, pageFrom, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { hasSignatory, lacking, lackSchema, type Unit } from './unit-tree.rules.js';
import { UnitRegistry } from './unit-registry.service.js';
import { unitCodeSchema } from './units-file.rules.js';

const pageSchema = z.object(pageQuery(storableText(64), { limit: 200, atMost: 1_000 }));

const person = z.object({ id: z.string(), name: z.string() });
const baseSchema = z.object({ code: z.string(), name: z.string(), parent: z.string().nullable(), level: z.int(), kind: z.string().nullable(), phones: z.array(z.string()) });
const summarySchema = baseSchema.extend({ webAdmins: z.int(), hasBackup: z.boolean(), hasPrincipal: z.boolean() }).meta({ id: 'UnitSummary' });
const listSchema = pageOf(summarySchema).extend({ city: z.string() });
export const unitViewSchema = baseSchema
  .extend({
    webAdmins: z.array(person),
    backup: person.nullable().describe('the first of `backups`'),
    backups: z.array(person),
    reviewers: z.array(person),
    principal: z.object({ id: z.string().optional(), name: z.string(), post: z.string() }).nullable(),
    aliases: z.array(z.string()),
    formerNames: z.array(z.string()),
    remits: z.array(z.object({ item: z.string(), version: z.int(), name: z.string().optional(), words: z.array(z.string()), areas: z.array(z.string()) })),
    lacks: z.array(lackSchema),
  })
  .meta({ id: 'Unit' });
const coverageLackSchema = z.enum([...lackSchema.options, 'signatory']);
const coverageSchema = pageOf(baseSchema.omit({ kind: true, phones: true }).extend({ lacks: z.array(coverageLackSchema).describe('`signatory`: nobody reviews or signs, so that the web admin does') }))
  .extend({ units: z.int(), covered: z.int().describe('units that lack neither web admin nor backup') });
const coverageLacks = (unit: Unit): z.infer<typeof coverageLackSchema>[] => [...lacking(unit), ...(hasSignatory(unit) ? [] : (['signatory'] as const))];

const summaryOf = ({ code, name, parent, level, kind, phones, webAdmins, backups, principal }: Unit): z.output<typeof summarySchema> => ({
  code, name, parent, level, kind, phones, webAdmins: webAdmins.length, hasBackup: backups.length > 0, hasPrincipal: principal !== null,
});

export const viewOf = (unit: Unit): z.output<typeof unitViewSchema> => ({ ...unit, backup: unit.backups[0] ?? null, lacks: lacking(unit) });

@Controller('v1')
@Allow('administrator', 'security-administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal')
export class UnitController {
  constructor(@Inject(UnitRegistry) private readonly registry: UnitRegistry) {}

  /** In order of code; `next` goes into `after`. */
  @Get('units')
  @Operation({ id: 'listUnits', tag: 'Units', summary: 'The units that answer now, in order of code', answers: { 200: listSchema } })
  async list(@Query({ schema: pageSchema }) { after = '', limit }: z.output<typeof pageSchema>): Promise<z.output<typeof listSchema>> {
    const tree = await this.registry.tree();
    const { items, next } = pageFrom(tree.units.filter((unit) => unit.code > after), limit, (unit) => unit.code);
    return { city: tree.city, items: items.map(summaryOf), next };
  }

  @Get('units/:code')
  @Operation({
    id: 'readUnit',
    tag: 'Units',
    summary: 'One unit with its people, names and duties 职责, and what it lacks to be answerable',
    answers: { 200: unitViewSchema },
    problems: problem.pick('routing.unknown-unit'),
  })
  async one(@Param('code', { schema: unitCodeSchema }) code: string): Promise<z.output<typeof unitViewSchema>> {
    const unit = (await this.registry.tree()).get(code);
    if (!unit) throw problem('routing.unknown-unit', { parameters: { unit: code } });
    return viewOf(unit);
  }

  @Get('coverage')
  @Allow('administrator', 'security-administrator', 'information-office', 'supervision-office')
  @Operation({
    id: 'readCoverage',
    tag: 'Units',
    summary: 'Units of every level without an active web admin 网管员 or without a backup, which are given nothing (R02), and those whose web admin signs',
    answers: { 200: coverageSchema },
  })
  async coverage(@Query({ schema: pageSchema }) { after = '', limit }: z.output<typeof pageSchema>): Promise<z.output<typeof coverageSchema>> {
    const { units } = await this.registry.tree();
    const { items, next } = pageFrom(units.filter((unit) => unit.code > after && coverageLacks(unit).length > 0), limit, (unit) => unit.code);
    const rows = items.map((unit) => ({ code: unit.code, name: unit.name, parent: unit.parent, level: unit.level, lacks: coverageLacks(unit) }));
    return { items: rows, next, units: units.length, covered: units.filter((unit) => lacking(unit).length === 0).length };
  }
}
