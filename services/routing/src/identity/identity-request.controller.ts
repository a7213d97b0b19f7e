import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { duePageSchema } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { identityRequestItemSchema, IdentityRequestQueue } from './identity-request-queue.service.js';
import { grantHours } from './identity-request.rules.js';
import { identityDecisionSchema, identityRequestSchema, IdentityRequests } from './identity-requests.service.js';

const requestSchema = z.strictObject({ purpose: prose(500).describe('what it is needed for; the writer reads it') });
const decisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('granted'), hours: z.int().min(1).max(grantHours.atMost).default(grantHours.default).describe('for how long it may be read') }),
  z.strictObject({ decision: z.literal('refused'), reason: prose(500) }),
]);
const listSchema = z.object({ state: z.enum(['waiting', 'decided']).default('waiting'), ...duePageSchema.shape });

/** 身份查阅 */
@Controller('v1')
export class IdentityRequestController {
  constructor(
    @Inject(IdentityRequests) private readonly requests: IdentityRequests,
    @Inject(IdentityRequestQueue) private readonly queue: IdentityRequestQueue,
  ) {}

  @Post('messages/:id/identity-requests')
  @Allow('web-admin', 'reviewer', 'principal', 'information-office')
  @MessageOperation({
    id: 'requestIdentity',
    tag: 'Identity',
    summary: 'Asks to read who wrote a message 身份查阅申请',
    description: 'A unit asks for any of its messages, the information office for a report of wrongdoing 举报. Granted, the requester alone reads it from intake, for a time; the writer sees who has asked and what for.',
    schema: identityRequestSchema,
    problems: problem.pick('routing.identity-not-sealed', 'routing.identity-closed-to-unit', 'routing.identity-requested', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn'),
  })
  async request(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: requestSchema }) body: z.output<typeof requestSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.requests.request({ messageId, body, caller, idempotencyKey }));
  }

  @Get('identity-requests')
  @Allow('information-office', 'supervision-office')
  @Operation({
    id: 'listIdentityRequests',
    tag: 'Identity',
    summary: 'What waits for the caller’s office: what is due first comes first',
    description: 'The information office decides what units ask, the supervision office what that office asks itself.',
    answers: { 200: pageOf(identityRequestItemSchema) },
    problems: problem.pick('routing.invalid-cursor'),
  })
  list(@Query({ schema: listSchema }) asked: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.queue.list(asked, caller);
  }

  @Post('identity-requests/:id/decisions')
  @Allow('information-office', 'supervision-office')
  @MessageOperation({
    id: 'decideIdentityRequest',
    tag: 'Identity',
    summary: 'Grants it to the requester alone for some hours, or refuses it with a reason',
    schema: identityDecisionSchema,
    problems: problem.pick(
      'routing.unknown-identity-request', 'routing.identity-request-decided', 'routing.identity-request-of-own', 'routing.identity-decided-by-another-office',
      'routing.identity-decider-complained-of', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn',
    ),
  })
  async decide(
    @Param('id', { schema: messageIdSchema }) requestId: string,
    @Body({ schema: decisionSchema }) body: z.output<typeof decisionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.requests.decide({ requestId, body, caller, idempotencyKey }));
  }
}
