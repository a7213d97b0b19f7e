import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type OperationOptions, type Role } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PaperOperation, sendPaper } from '../paper/paper-response.js';
import { problem } from '../../problems.js';
import { orderStates } from './urging-order.rules.js';
import { answerSchema, draftSchema, orderPageSchema, orderSchema } from './urging-order.schema.js';
import { UrgingOrderService } from './urging-order.service.js';
import { UrgingOrderView } from './urging-order.view.js';

const pageSchema = z.object({
  state: z.enum(orderStates).optional(),
  unit: storableText(64).min(1).optional(),
  messageId: z.uuid().optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const signatureSchema = z.object({ signatory: prose(50).describe('签发人') });
const acknowledgementSchema = z.object({ receivedBy: prose(50).describe('签收人') });
const acceptanceSchema = z.object({ opinion: prose(1_000).nullable().default(null).describe('审结意见') });
const returnSchema = z.object({ reason: prose(1_000), answerBy: dateSchema.nullable().default(null).describe('a new 反馈时限') });
const cancellationSchema = z.object({ reason: prose(1_000) });
const objectionSchema = z.object({ grounds: prose(2_000).describe('申诉理由') });
const rulingSchema = z.object({ upheld: z.boolean().describe('the order is cancelled'), reason: prose(1_000) });

const readers: [Role, ...Role[]] = ['supervision-office', 'inspection-bureau', 'information-office', 'web-admin', 'reviewer', 'principal'];
const tag = 'Documents';
const notFound = platformProblem.pick('not-found');
const refusals = { ...notFound, ...problem.pick('deadline-supervision.not-in-this-state') };
const draftRefusals = problem.pick('deadline-supervision.unit-unknown', 'deadline-supervision.message-unknown');
const step = (options: Pick<OperationOptions, 'id' | 'summary' | 'problems' | 'description'>): OperationOptions => ({
  ...options, tag, answers: { 201: { schema: orderSchema, headers: ['location'] }, 200: orderSchema }, problems: { ...refusals, ...options.problems },
});
const byUnit = problem.pick('deadline-supervision.lead-unit-only');
const passed = problem.pick('deadline-supervision.answer-by-passed');

@Controller('v1/urging-orders')
export class UrgingOrderController {
  constructor(
    @Inject(UrgingOrderService) private readonly orders: UrgingOrderService,
    @Inject(UrgingOrderView) private readonly view: UrgingOrderView,
  ) {}

  @Get()
  @Operation({
    id: 'listUrgingOrders', tag, summary: 'Urging orders 督办单, the newest first',
    description: 'A unit sees what was served on it, to lead or to help.', answers: { 200: orderPageSchema },
  })
  @Allow(...readers)
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    return this.view.list(page, caller);
  }

  @Post()
  @Operation({ id: 'draftUrgingOrder', tag, summary: 'Draft one 拟稿', answers: { 201: { schema: orderSchema, headers: ['location'] } }, problems: draftRefusals })
  @Allow('supervision-office')
  async draft(@Body({ schema: draftSchema }) body: z.output<typeof draftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = await this.orders.draft(body, caller);
    return this.answer(reply, id, caller, false);
  }

  @Get(':id')
  @Operation({ id: 'readUrgingOrder', tag, summary: 'One of them with its messages and its history', answers: { 200: orderSchema }, problems: notFound })
  @Allow(...readers)
  one(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller) {
    return this.view.one(id, caller);
  }

  @Get(':id/print')
  @PaperOperation({ id: 'printUrgingOrder', tag, summary: '督办单 to print' })
  @Allow(...readers)
  async print(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    sendPaper(await this.view.paper(id, caller), reply);
  }

  @Post(':id/revisions')
  @Operation(step({ id: 'reviseUrgingOrder', summary: 'Write the draft anew', problems: draftRefusals }))
  @Allow('supervision-office')
  async revise(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: draftSchema }) body: z.output<typeof draftSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.revise(id, caller, body));
  }

  @Post(':id/signatures')
  @Operation(step({
    id: 'signUrgingOrder', summary: '签发: a named officer signs, and the number is given',
    problems: { ...problem.pick('deadline-supervision.document-incomplete'), ...passed },
  }))
  @Allow('supervision-office')
  async sign(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: signatureSchema }) { signatory }: z.output<typeof signatureSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.sign(id, caller, signatory));
  }

  @Post(':id/services')
  @Operation(step({ id: 'serveUrgingOrder', summary: '送达', description: 'Outside working hours it is served when work begins again: `serveAt`.', problems: passed }))
  @Allow('supervision-office')
  async serve(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.serve(id, caller));
  }

  @Post(':id/acknowledgements')
  @Operation(step({ id: 'acknowledgeUrgingOrder', summary: '签收 by the lead unit', problems: byUnit }))
  @Allow('web-admin', 'principal')
  async acknowledge(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: acknowledgementSchema }) body: z.output<typeof acknowledgementSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.acknowledge(id, caller, body));
  }

  @Post(':id/answers')
  @Operation(step({ id: 'answerUrgingOrder', summary: '办理反馈 by the lead unit', problems: byUnit }))
  @Allow('web-admin', 'principal')
  async answerOrder(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: answerSchema }) body: z.output<typeof answerSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.answer(id, caller, body));
  }

  @Post(':id/acceptances')
  @Operation(step({ id: 'acceptUrgingOrder', summary: '审结: the answer settles it' }))
  @Allow('supervision-office')
  async accept(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: acceptanceSchema }) body: z.output<typeof acceptanceSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.accept(id, caller, body));
  }

  @Post(':id/returns')
  @Operation(step({ id: 'returnUrgingOrder', summary: '退回重办: the answer does not settle it', problems: passed }))
  @Allow('supervision-office')
  async return(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: returnSchema }) body: z.output<typeof returnSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.return(id, caller, body));
  }

  @Post(':id/cancellations')
  @Operation(step({ id: 'cancelUrgingOrder', summary: '不予签发 or 撤销, with the reason' }))
  @Allow('supervision-office')
  async cancel(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: cancellationSchema }) body: z.output<typeof cancellationSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.cancel(id, caller, body));
  }

  @Post(':id/objections')
  @Operation(step({ id: 'objectToUrgingOrder', summary: '申诉 by the lead unit, once', description: 'The time to answer runs on.', problems: byUnit }))
  @Allow('web-admin', 'principal')
  async object(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: objectionSchema }) body: z.output<typeof objectionSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.object(id, caller, body));
  }

  @Post(':id/rulings')
  @Operation(step({ id: 'ruleOnObjection', summary: 'The office rules on the objection; an upheld one cancels the order' }))
  @Allow('supervision-office')
  async rule(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: rulingSchema }) body: z.output<typeof rulingSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.orders.rule(id, caller, body));
  }

  private async answer(reply: FastifyReply, id: string, caller: Caller, isRepeat: boolean) {
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/urging-orders/${id}`);
    return this.view.one(id, caller);
  }
}
