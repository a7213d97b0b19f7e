import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { DraftReader } from '../draft/draft.reader.js';
import { draftSchema, findingReasonsSchema } from '../draft/draft.schema.js';
import { Policies, policyBodySchema, policySchema } from './policies.service.js';
import { clerks, unitRoles } from './sign-off.rules.js';
import { SignOffQueue, waitingSchema } from './sign-off.queue.js';
import { SignOffs } from './sign-offs.service.js';

const tag = 'Sign-off';
const version = z.int().min(1).max(1_000_000).describe('the version that was read');
const reason = prose(1_000);

const submissionSchema = z.strictObject({ version });
const decisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({ version, decision: z.literal('sign'), reason: reason.optional(), findingReasons: findingReasonsSchema }),
  z.strictObject({ version, decision: z.enum(['approve', 'withdraw', 'discard']), reason: reason.optional() }),
  z.strictObject({ version, decision: z.literal('send-back'), reason }),
  z.strictObject({ version, decision: z.literal('refer'), to: z.string().min(1).max(200).describe('转由他人审核: one of the draft’s `referees`'), reason: reason.optional() }),
]);
const listSchema = z.object(pageQuery(z.string().min(1).max(200), { limit: 50, atMost: 200 }));

const policiesQuery = z.object(pageQuery(z.uuid(), { limit: 50, atMost: 200 }));

const stored = { schema: draftSchema, headers: ['location'] };
const refusals = problem.pick(
  'routing.unknown-draft', 'routing.not-your-unit', 'routing.not-in-registry', 'routing.draft-reassigned', 'routing.draft-decided', 'routing.draft-changed',
  'routing.already-answered', 'routing.reply-in-review', 'routing.merged', 'routing.no-renewal', 'routing.renewal-answered', 'routing.extension-exists', 'routing.deadline-unknown', 'routing.extension-beyond-cap',
  'routing.extension-not-a-working-day', 'routing.extension-not-later', 'routing.idempotency-key-reused',
);

/** 送审、审核、签发 inside a unit. */
@Controller('v1')
export class SignOffController {
  constructor(
    @Inject(SignOffs) private readonly signOffs: SignOffs,
    @Inject(SignOffQueue) private readonly queue: SignOffQueue,
    @Inject(DraftReader) private readonly reader: DraftReader,
    @Inject(Policies) private readonly policies: Policies,
  ) {}

  @Post('drafts/:id/submissions')
  @Allow(...clerks)
  @Operation({
    id: 'submitDraft', tag, summary: '送审; where the unit has no step, its web admin signs by this',
    answers: { 201: stored, 200: stored }, problems: { ...refusals, ...problem.pick('routing.draft-in-sign-off') }, reads: { headers: idempotencyKeyHeader },
  })
  async submit(
    @Param('id', { schema: messageIdSchema }) draftId: string,
    @Body({ schema: submissionSchema }) body: z.output<typeof submissionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { repeated } = await this.signOffs.submit({ draftId, body, caller, idempotencyKey });
    return this.answer(draftId, repeated, caller, response);
  }

  @Post('drafts/:id/decisions')
  @Allow(...unitRoles)
  @Operation({
    id: 'decideOnDraft', tag, summary: '审核 or 签发: approve, send back, sign, refer to a colleague 转由他人审核; its web admin withdraws it 撤回 or discards it',
    description: 'Signed, it is submitted: `submittedAt` is the instant of this transaction. Whoever signs is known by token and registry, as a deputy 代签 too.',
    answers: { 201: stored, 200: stored },
    problems: { ...refusals, ...problem.pick('routing.draft-not-submitted', 'routing.draft-in-sign-off', 'routing.not-this-step', 'routing.step-by-another', 'routing.drafter-cannot-sign', 'routing.nobody-to-refer-to', 'routing.not-a-referee') },
    reads: { headers: idempotencyKeyHeader },
  })
  async decide(
    @Param('id', { schema: messageIdSchema }) draftId: string,
    @Body({ schema: decisionSchema }) body: z.output<typeof decisionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { repeated } = await this.signOffs.decide({ draftId, body, caller, idempotencyKey });
    return this.answer(draftId, repeated, caller, response);
  }

  @Get('sign-offs')
  @Allow(...unitRoles)
  @Operation({
    id: 'listSignOffs', tag, summary: 'What waits for the caller’s decision, also as a deputy; what is due first comes first',
    answers: { 200: pageOf(waitingSchema) }, problems: problem.pick('routing.invalid-cursor'),
  })
  list(@Query({ schema: listSchema }) page: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.queue.list(page, caller);
  }

  @Get('sign-off-policies')
  @Allow('administrator', 'information-office')
  @Operation({ id: 'listSignOffPolicies', tag, summary: 'How many steps papers take, and whose: what holds now', answers: { 200: pageOf(policySchema) } })
  listPolicies(@Query({ schema: policiesQuery }) page: z.output<typeof policiesQuery>) {
    return this.policies.list(page);
  }

  @Post('sign-off-policies')
  @Allow('administrator')
  @Operation({
    id: 'decideSignOffPolicy', tag, summary: 'Decides it for a unit, a kind of message, both or neither; what is in sign-off keeps its steps',
    answers: { 201: policySchema, 200: policySchema }, problems: problem.pick('routing.unit-not-in-registry'),
  })
  async decidePolicy(@Body({ schema: policyBodySchema }) body: z.output<typeof policyBodySchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { policy, repeated } = await this.policies.decide(body, caller);
    void response.status(repeated ? 200 : 201);
    return policy;
  }

  private answer(draftId: string, repeated: boolean, caller: Caller, response: FastifyReply) {
    void response.status(repeated ? 200 : 201).header('location', `/v1/drafts/${draftId}`);
    return this.reader.one(draftId, caller);
  }
}
