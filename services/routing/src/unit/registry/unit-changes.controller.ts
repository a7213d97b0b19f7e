import { Body, Controller, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import { instantSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { unitViewSchema, viewOf } from '../unit.controller.js';
import { unitCodeSchema } from '../units-file.rules.js';
import { unitEndingSchema, unitInputSchema, unitPatchSchema } from './registry-input.js';
import { UnitChanges } from './unit-changes.service.js';

const made = { schema: unitViewSchema, headers: ['location'] };
const endedSchema = z
  .object({ code: z.string(), successor: z.string().nullable(), endedAt: instantSchema, messages: z.int().describe('messages that went back into the holding pen') })
  .meta({ id: 'UnitEnding' });
const unsound = problem.pick('routing.city-is-one', 'routing.unit-not-in-registry', 'routing.level-not-below', 'routing.unit-name-taken');

@Controller('v1/units')
@Allow('security-administrator')
export class UnitChangesController {
  constructor(@Inject(UnitChanges) private readonly changes: UnitChanges) {}

  @Post()
  @Operation({
    id: 'createUnit', tag: 'Units', summary: 'A new unit, or one that ended comes back', answers: { 201: made, 200: made },
    problems: { ...unsound, ...problem.pick('routing.unit-exists') },
  })
  async create(@Body({ schema: unitInputSchema }) body: z.output<typeof unitInputSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<z.output<typeof unitViewSchema>> {
    const { unit, repeated } = await this.changes.create(body, caller);
    void response.status(repeated ? 200 : 201).header('location', `/v1/units/${unit.code}`);
    return viewOf(unit);
  }

  @Patch(':code')
  @Operation({
    id: 'changeUnit', tag: 'Units', summary: 'Changes what is given; a name that it had becomes a former name 曾用名', answers: { 200: unitViewSchema },
    problems: { ...unsound, ...problem.pick('routing.unknown-unit') },
  })
  async change(@Param('code', { schema: unitCodeSchema }) code: string, @Body({ schema: unitPatchSchema }) body: z.output<typeof unitPatchSchema>, @CurrentCaller() caller: Caller): Promise<z.output<typeof unitViewSchema>> {
    return viewOf(await this.changes.change(code, body, caller));
  }

  @Post(':code/endings')
  @Operation({
    id: 'endUnit', tag: 'Units', summary: 'Ends a unit 撤销: its messages go back into the holding pen, its history stands',
    answers: { 201: { schema: endedSchema, headers: ['location'] } },
    problems: { ...unsound, ...problem.pick('routing.unknown-unit', 'routing.unit-has-units-below') },
  })
  async end(@Param('code', { schema: unitCodeSchema }) code: string, @Body({ schema: unitEndingSchema }) body: z.output<typeof unitEndingSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply): Promise<z.output<typeof endedSchema>> {
    const ended = await this.changes.end(code, body, caller);
    void response.status(201).header('location', `/v1/units/${ended.successor ?? code}`);
    return ended;
  }
}
