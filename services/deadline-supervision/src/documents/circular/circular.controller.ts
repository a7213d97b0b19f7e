import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type OperationOptions, type Role } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PaperOperation, sendPaper } from '../paper/paper-response.js';
import { problem } from '../../problems.js';
import { circularStates } from './circular.rules.js';
import { circularDraftSchema, circularPageSchema, circularSchema } from './circular.schema.js';
import { CircularService } from './circular.service.js';

const pageSchema = z.object({
  state: z.enum(circularStates).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const signatureSchema = z.object({ signatory: prose(50).describe('签发人') });
const cancellationSchema = z.object({ reason: prose(1_000) });

const readers: [Role, ...Role[]] = ['supervision-office', 'inspection-bureau', 'information-office', 'web-admin', 'reviewer', 'principal'];
const tag = 'Documents';
const notFound = platformProblem.pick('not-found');
const period = problem.pick('deadline-supervision.period-reversed', 'deadline-supervision.circular-period-taken');
const step = (options: Pick<OperationOptions, 'id' | 'summary' | 'problems'>): OperationOptions => ({
  ...options, tag, answers: { 201: { schema: circularSchema, headers: ['location'] }, 200: circularSchema },
  problems: { ...notFound, ...problem.pick('deadline-supervision.not-in-this-state'), ...options.problems },
});

@Controller('v1/circulars')
export class CircularController {
  constructor(@Inject(CircularService) private readonly circulars: CircularService) {}

  @Get()
  @Operation({ id: 'listCirculars', tag, summary: 'Circulars 通报, the newest first; units see what was issued', answers: { 200: circularPageSchema } })
  @Allow(...readers)
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    return this.circulars.list(page, caller);
  }

  @Post()
  @Operation({ id: 'draftCircular', tag, summary: 'Draft one 拟稿, for a period that has none', answers: { 201: { schema: circularSchema, headers: ['location'] } }, problems: period })
  @Allow('supervision-office')
  async draft(@Body({ schema: circularDraftSchema }) body: z.output<typeof circularDraftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, await this.circulars.draft(body, caller), caller, false);
  }

  @Get(':id')
  @Operation({ id: 'readCircular', tag, summary: 'One of them with its figures, their definitions and cut-off', answers: { 200: circularSchema }, problems: notFound })
  @Allow(...readers)
  one(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller) {
    return this.circulars.one(id, caller);
  }

  @Get(':id/print')
  @PaperOperation({ id: 'printCircular', tag, summary: '通报 to print, with its annex by unit' })
  @Allow(...readers)
  async print(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    sendPaper(await this.circulars.paper(id, caller), reply);
  }

  @Post(':id/revisions')
  @Operation(step({ id: 'reviseCircular', summary: 'Write the draft anew', problems: period }))
  @Allow('supervision-office')
  async revise(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: circularDraftSchema }) body: z.output<typeof circularDraftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.circulars.revise(id, caller, body));
  }

  @Post(':id/signatures')
  @Operation(step({ id: 'signCircular', summary: '签发: the figures are kept as they are, and the number is given' }))
  @Allow('supervision-office')
  async sign(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: signatureSchema }) { signatory }: z.output<typeof signatureSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.circulars.sign(id, caller, signatory));
  }

  @Post(':id/issues')
  @Operation(step({ id: 'issueCircular', summary: '印发: the units can read it' }))
  @Allow('supervision-office')
  async issue(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.circulars.issue(id, caller));
  }

  @Post(':id/cancellations')
  @Operation(step({ id: 'cancelCircular', summary: '不予签发 or 撤销 before it is issued, with the reason' }))
  @Allow('supervision-office')
  async cancel(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: cancellationSchema }) body: z.output<typeof cancellationSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.circulars.cancel(id, caller, body));
  }

  private async answer(reply: FastifyReply, id: string, caller: Caller, isRepeat: boolean) {
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/circulars/${id}`);
    return this.circulars.one(id, caller);
  }
}
