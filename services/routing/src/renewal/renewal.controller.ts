import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { duePageSchema, type DuePage } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { ratingDecisionSchema, Ratings } from './ratings.service.js';
import { ratingItemSchema, renewalItemSchema, RenewalQueues } from './renewal-queues.service.js';

const listSchema = z.object({ state: z.enum(['open', 'decided']).default('open'), ...pageQuery(z.string().min(1).max(200), { limit: 50, atMost: 200 }) });
const decisionBody = z.discriminatedUnion('decision', [
  z.strictObject({
    decision: z.literal('order'),
    reason: prose(500).describe('what is to be done, for unit, writer and public'),
    unit: storableText(100).min(1).optional().describe('code or a name; without it the unit that answered'),
    dueOn: dateSchema.optional().describe('a working day, the tenth at most; without it the third'),
  }),
  z.strictObject({ decision: z.literal('decline'), reason: prose(500).describe('why not, for writer and public') }),
]);

/** 不满意、二次办理 */
@Controller('v1')
export class RenewalController {
  constructor(
    @Inject(Ratings) private readonly ratings: Ratings,
    @Inject(RenewalQueues) private readonly queues: RenewalQueues,
  ) {}

  @Get('ratings')
  @Allow('information-office')
  @Operation({ id: 'listRatings', tag: 'Office', summary: 'Dissatisfied ratings 不满意 that wait for a decision, what is due first first', answers: { 200: pageOf(ratingItemSchema) }, problems: problem.pick('routing.invalid-cursor') })
  list(@Query({ schema: listSchema }) asked: z.output<typeof listSchema>) {
    return this.queues.ratings(asked);
  }

  @Post('ratings/:id/decisions')
  @Allow('information-office')
  @MessageOperation({
    id: 'decideRating',
    tag: 'Office',
    summary: 'Orders one renewed handling 二次办理, by the unit that answered or another one, or says why not',
    description: 'The first handling stays as it was judged; the renewed one has a date of its own and is counted apart. The writer is told of either.',
    schema: ratingDecisionSchema,
    problems: problem.pick(
      'routing.unknown-rating', 'routing.rating-decided', 'routing.nothing-to-renew', 'routing.renewal-date', 'routing.unit-not-in-registry', 'routing.report-against-this-unit',
      'routing.unit-without-web-admin', 'routing.unit-without-backup',
    ),
  })
  async decide(
    @Param('id', { schema: messageIdSchema }) ratingId: string,
    @Body({ schema: decisionBody }) body: z.output<typeof decisionBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.ratings.decide({ ratingId, body, caller, idempotencyKey }));
  }

  @Get('renewals')
  @Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office')
  @Operation({
    id: 'listRenewals',
    tag: 'Desk',
    summary: 'What is to be handled anew 二次办理 and is not answered yet, what is due first first',
    answers: { 200: pageOf(renewalItemSchema) },
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.invalid-cursor'),
  })
  renewals(@Query({ schema: duePageSchema }) page: DuePage, @CurrentCaller() caller: Caller) {
    return this.queues.renewals(page, caller);
  }
}
