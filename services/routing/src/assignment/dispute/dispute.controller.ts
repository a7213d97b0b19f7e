import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose, storableText } from '@wenzheng/contracts';
import { admittedTo, Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { ruledDutySchema } from '../../unit/duty/duty-input.js';
import { disputeItemSchema, DisputeQueue } from './dispute-queue.service.js';
import { disputeRulingSchema, Disputes } from './disputes.service.js';

const listSchema = z.object({ state: z.enum(['open', 'ruled']).default('open'), ...pageQuery(z.string().min(1).max(200), { limit: 50, atMost: 200 }) });
const why = { reason: prose(500), catalogue: ruledDutySchema.optional().describe('what the ruling puts into the duty catalogue 派单目录, for the unit that has the message now') };
const rulingSchema = z.discriminatedUnion('ruling', [
  z.strictObject({ ruling: z.literal('upheld'), unit: storableText(100).min(1).describe('who gets the message: code or a name'), ...why }),
  z.strictObject({ ruling: z.literal('rejected'), ...why }),
]);

/** 派单异议 */
@Controller('v1/disputes')
export class DisputeController {
  constructor(
    @Inject(Disputes) private readonly disputes: Disputes,
    @Inject(DisputeQueue) private readonly queue: DisputeQueue,
  ) {}

  @Get()
  @Allow('information-office', 'supervision-office')
  @Operation({ id: 'listDisputes', tag: 'Office', summary: 'Disputes over assignments 派单异议: what is due first comes first', answers: { 200: pageOf(disputeItemSchema) }, problems: problem.pick('routing.invalid-cursor') })
  list(@Query({ schema: listSchema }) asked: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.queue.list({ ...asked, rules: admittedTo(DisputeController, 'rule')(caller) });
  }

  @Post(':id/rulings')
  @Allow('information-office')
  @MessageOperation({
    id: 'ruleDispute',
    tag: 'Office',
    summary: 'Rules on a dispute: another unit gets the message, or it stays; on a second one for good 指定承办',
    schema: disputeRulingSchema,
    problems: problem.pick(
      'routing.unknown-dispute', 'routing.dispute-ruled', 'routing.unit-not-in-registry', 'routing.report-against-this-unit', 'routing.unit-without-web-admin',
      'routing.unit-without-backup', 'routing.already-assigned', 'routing.reply-in-review', 'routing.already-answered', 'routing.ruled-invalid', 'routing.transferred',
      'routing.withdrawn', 'routing.unknown-duty',
    ),
  })
  async rule(
    @Param('id', { schema: messageIdSchema }) disputeId: string,
    @Body({ schema: rulingSchema }) body: z.output<typeof rulingSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.disputes.rule({ disputeId, caller, body, idempotencyKey }));
  }
}
