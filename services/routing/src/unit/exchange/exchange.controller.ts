import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { unitRefSchema } from '@wenzheng/contracts';
import { Allow, csvFile, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { personSchema } from '../person/person-view.js';
import type { RegistryDiff } from '../registry/registry-draft.js';
import { onlyChanged, unitChanged } from '../registry/registry-diff.rules.js';
import { registryInputSchema } from '../registry/registry-input.js';
import { Exchange } from './exchange.service.js';
import { personSheet, unitSheet } from './registry-sheets.js';

const formatSchema = z.object({ format: z.enum(['csv', 'json']).default('json') });
const changeSchema = z
  .object({ about: z.string(), before: z.record(z.string(), z.unknown()).nullable(), after: z.record(z.string(), z.unknown()).nullable() })
  .describe('of what is new or gone all, else the fields that differ');
const diffSchema = z
  .object({
    units: z.array(changeSchema),
    people: z.array(changeSchema),
    messages: z.array(z.object({ messageId: z.uuid(), unit: unitRefSchema })).describe('that go back into the holding pen'),
  })
  .meta({ id: 'RegistryDiff' });

const dated = z.array(z.object({ name: z.string(), from: z.string().nullable(), to: z.string().nullable() }));
const unitExport = z.object({
  units: z.array(z.object({ code: z.string(), name: z.string(), parent: z.string().nullable(), level: z.int(), kind: z.string().nullable(), phones: z.array(z.string()), aliases: dated, formerNames: dated })),
});
const peopleExport = z.object({ people: z.array(personSchema) });
const refused = problem.pick(
  'routing.sheet-unreadable', 'routing.sheet-columns', 'routing.sheet-cell', 'routing.city-is-one', 'routing.unit-not-in-registry', 'routing.level-not-below', 'routing.unit-name-taken',
  'routing.not-oneself',
);
const bodyLimit = 32 * 1024 * 1024;

const viewOf = ({ units, people, messages }: RegistryDiff): z.output<typeof diffSchema> =>
  ({ units: units.map(unitChanged), people: people.map(onlyChanged), messages }) as z.output<typeof diffSchema>;

@Controller('v1')
export class ExchangeController {
  constructor(@Inject(Exchange) private readonly exchange: Exchange) {}

  @Post('registry/previews')
  @HttpCode(200)
  @Allow('security-administrator')
  @Operation({ id: 'previewImport', tag: 'Units', summary: 'What an import would change, and which messages would move; nothing is done', answers: { 200: diffSchema }, problems: refused, bodyLimit })
  async preview(@Body({ schema: registryInputSchema }) body: z.output<typeof registryInputSchema>, @CurrentCaller() caller: Caller): Promise<z.output<typeof diffSchema>> {
    return viewOf(await this.exchange.preview(body, caller));
  }

  @Post('registry/imports')
  @HttpCode(200)
  @Allow('security-administrator')
  @Operation({ id: 'importRegistry', tag: 'Units', summary: 'Brings units and people in, all of it or nothing; the same again changes nothing', answers: { 200: diffSchema }, problems: refused, bodyLimit })
  async import(@Body({ schema: registryInputSchema }) body: z.output<typeof registryInputSchema>, @CurrentCaller() caller: Caller): Promise<z.output<typeof diffSchema>> {
    return viewOf(await this.exchange.import(body, caller));
  }

  @Get('units/export')
  @Allow('security-administrator', 'information-office')
  @Operation({ id: 'exportUnits', tag: 'Units', summary: 'All units, as an import takes them', answers: { 200: unitExport }, alsoAs: ['text/csv'] })
  async units(@Query({ schema: formatSchema }) { format }: z.output<typeof formatSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const units = await this.exchange.units(caller);
    return format === 'csv' ? csvFile(response, 'units', unitSheet(units)) : { units };
  }

  @Get('people/export')
  @Allow('security-administrator', 'information-office')
  @Operation({ id: 'exportPeople', tag: 'People', summary: 'All people; as a sheet, with the posts that they hold', answers: { 200: peopleExport }, alsoAs: ['text/csv'] })
  async people(@Query({ schema: formatSchema }) { format }: z.output<typeof formatSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const people = await this.exchange.people(caller);
    return format === 'csv' ? csvFile(response, 'people', personSheet(people)) : { people };
  }
}
