import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { instantSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, csvFile, CurrentCaller, Operation, pageFrom, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { DutyChanges } from './duty-changes.service.js';
import { dutyInputSchema } from './duty-input.js';
import { dutiesOf, dutySheet } from './duty-sheet.js';
import type { ListedDuty } from './duty.rules.js';

const text = z.string().nullable();
const dutySchema = z
  .object({
    item: z.string(),
    version: z.int(),
    unit: z.string(),
    name: text,
    duty: text,
    citation: text,
    words: z.array(z.string()),
    areas: z.array(z.string()),
    from: text,
    to: text,
    source: z.enum(['file', 'office', 'ruling']).describe('who made this version: the units’ file, an officer, or a ruling on a dispute'),
    madeAt: instantSchema,
    endedAt: instantSchema.nullable(),
  })
  .meta({ id: 'DutyItem' });
const itemParameter = storableText(100).min(1);
const listSchema = z.object({
  unit: storableText(100).min(1).optional(),
  state: z.enum(['in-force', 'not-ended', 'all']).default('in-force'),
  ...pageQuery(storableText(100), { limit: 200, atMost: 1_000 }),
});
const importSchema = z
  .strictObject({
    duties: z.array(dutyInputSchema.safeExtend({ item: itemParameter.optional() })).max(20_000).optional(),
    dutiesCsv: storableText(8_000_000).min(1).optional(),
    replace: z.boolean().default(false).describe('items that are not named end'),
  })
  .refine(({ duties, dutiesCsv }) => (duties === undefined) !== (dutiesCsv === undefined), { message: 'brings one of the two in' });
const changesSchema = z.object({ duties: z.array(z.object({ item: z.string(), before: dutySchema.nullable(), after: dutySchema.nullable() })) }).meta({ id: 'DutyChanges' });
const made = { schema: dutySchema, headers: ['location'] };
const readers = ['administrator', 'security-administrator', 'information-office', 'supervision-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal'] as const;

/** 派单目录 */
@Controller('v1/duties')
export class DutyController {
  constructor(@Inject(DutyChanges) private readonly changes: DutyChanges) {}

  @Get()
  @Allow(...readers)
  @Operation({ id: 'listDuties', tag: 'Duties', summary: 'The duty catalogue, in order of its numbers', answers: { 200: pageOf(dutySchema) } })
  async list(@Query({ schema: listSchema }) asked: z.output<typeof listSchema>) {
    return pageFrom(await this.changes.list({ ...asked, limit: asked.limit + 1 }), asked.limit, ({ item }) => item);
  }

  @Get('export')
  @Allow('administrator', 'information-office')
  @Operation({ id: 'exportDuties', tag: 'Duties', summary: 'All items that have not ended, as an import takes them', answers: { 200: z.object({ duties: z.array(dutySchema) }) }, alsoAs: ['text/csv'] })
  async export(@Query({ schema: z.object({ format: z.enum(['csv', 'json']).default('json') }) }) { format }: { format: 'csv' | 'json' }, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const duties = await this.changes.exported(caller);
    return format === 'csv' ? csvFile(response, 'duties', dutySheet(duties)) : { duties };
  }

  @Get(':item')
  @Allow(...readers)
  @Operation({ id: 'readDuty', tag: 'Duties', summary: 'Every version of an item, the newest first', answers: { 200: z.object({ versions: z.array(dutySchema) }) }, problems: problem.pick('routing.unknown-duty') })
  async one(@Param('item', { schema: itemParameter }) item: string) {
    return { versions: await this.changes.versions(item) };
  }

  @Post()
  @Allow('information-office', 'administrator')
  @Operation({ id: 'createDuty', tag: 'Duties', summary: 'A new item, which assignments rest on at once', answers: { 201: made, 200: made }, problems: problem.pick('routing.unit-not-in-registry') })
  async create(@Body({ schema: dutyInputSchema }) body: z.output<typeof dutyInputSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { duty, repeated } = await this.changes.create(body, caller);
    return answer(response, duty, repeated ? 200 : 201);
  }

  @Post('imports')
  @HttpCode(200)
  @Allow('information-office', 'administrator')
  @Operation({
    id: 'importDuties', tag: 'Duties', summary: 'Brings items in, all of it or nothing; the same again changes nothing', answers: { 200: changesSchema }, bodyLimit: 32 * 1024 * 1024,
    problems: problem.pick('routing.sheet-unreadable', 'routing.sheet-columns', 'routing.sheet-cell', 'routing.unit-not-in-registry', 'routing.unknown-duty'),
  })
  async import(@Body({ schema: importSchema }) { duties, dutiesCsv = '', replace }: z.output<typeof importSchema>, @CurrentCaller() caller: Caller): Promise<z.output<typeof changesSchema>> {
    const rows = duties ? duties.map(({ item = null, ...input }) => ({ item, input })) : dutiesOf(dutiesCsv, '/dutiesCsv');
    const changed = await this.changes.import(rows, replace, caller);
    return { duties: changed.map(({ about, before, after }) => ({ item: about, before, after })) };
  }

  @Post(':item/versions')
  @Allow('information-office', 'administrator')
  @Operation({
    id: 'reviseDuty', tag: 'Duties', summary: 'Another version of an item; assignments go on citing the one that they rest on', answers: { 201: made, 200: made },
    problems: problem.pick('routing.unknown-duty', 'routing.unit-not-in-registry'),
  })
  async revise(@Param('item', { schema: itemParameter }) item: string, @Body({ schema: dutyInputSchema }) body: z.output<typeof dutyInputSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { duty, repeated } = await this.changes.revise(item, body, caller);
    return answer(response, duty, repeated ? 200 : 201);
  }

  @Post(':item/endings')
  @Allow('information-office', 'administrator')
  @Operation({ id: 'endDuty', tag: 'Duties', summary: 'Ends an item: nothing rests on it from now on', answers: { 201: made }, problems: problem.pick('routing.unknown-duty') })
  async end(@Param('item', { schema: itemParameter }) item: string, @Body({ schema: z.strictObject({ reason: prose(500) }) }) { reason }: { reason: string }, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    return answer(response, await this.changes.end(item, reason, caller), 201);
  }
}

function answer(response: FastifyReply, duty: ListedDuty, status: 200 | 201): ListedDuty {
  void response.status(status).header('location', `/v1/duties/${encodeURIComponent(duty.item)}`);
  return duty;
}
