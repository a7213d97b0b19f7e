import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { invalidityGroundSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { duePageSchema, type DuePage } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { objectionDecisionSchema, Objections } from './objection/objections.service.js';
import { RulingQueue, waitingObjectionSchema, waitingProposalSchema } from './office-queue.service.js';
import { rulingProposalSchema, Rulings, rulingSchema } from './rulings.service.js';

const proposalBody = z.strictObject({ ground: invalidityGroundSchema, reason: prose(2_000) });
const rulingBody = z.discriminatedUnion('ruling', [
  z.strictObject({ ruling: z.literal('invalid'), ground: invalidityGroundSchema, reason: prose(2_000), guidance: prose(2_000) }),
  z.strictObject({ ruling: z.literal('valid'), reason: prose(2_000) }),
]);
const decisionBody = z.strictObject({ outcome: z.enum(['upheld', 'rejected']), reason: prose(2_000) });

const ended = problem.pick('routing.already-answered', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn');

/** 无效认定, and 异议 against it. */
@Controller('v1')
export class RulingController {
  constructor(
    @Inject(Rulings) private readonly rulings: Rulings,
    @Inject(Objections) private readonly objectionsFiled: Objections,
    @Inject(RulingQueue) private readonly queue: RulingQueue,
  ) {}

  /** 网管员 */
  @Post('messages/:id/ruling-proposals')
  @Allow('web-admin')
  @MessageOperation({
    id: 'proposeRuling',
    tag: 'Desk',
    summary: 'Proposes that a message be ruled invalid; its deadline runs on',
    schema: rulingProposalSchema,
    problems: { ...problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.reply-in-review', 'routing.ruling-proposed'), ...ended },
  })
  async propose(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: proposalBody }) body: z.output<typeof proposalBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.rulings.propose({ messageId, body, caller, idempotencyKey }));
  }

  /** 信息办 */
  @Post('messages/:id/rulings')
  @Allow('information-office')
  @MessageOperation({
    id: 'rule',
    tag: 'Office',
    summary: 'Rules a message invalid 无效认定, or rejects the proposal to do so',
    description: 'The notice goes to the writer, with where to turn 引导 and until when to object.',
    schema: rulingSchema,
    problems: { ...problem.pick('routing.reply-in-review', 'routing.no-ruling-proposed'), ...ended },
  })
  async rule(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: rulingBody }) body: z.output<typeof rulingBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.rulings.rule({ messageId, body, caller, idempotencyKey }));
  }

  @Get('ruling-proposals')
  @Allow('information-office')
  @Operation({ id: 'listRulingProposals', tag: 'Office', summary: 'Proposals that wait for a ruling, what is due first first', answers: { 200: pageOf(waitingProposalSchema) }, problems: problem.pick('routing.invalid-cursor') })
  proposals(@Query({ schema: duePageSchema }) page: DuePage) {
    return this.queue.proposals(page);
  }

  @Get('objections')
  @Allow('information-office')
  @Operation({ id: 'listObjections', tag: 'Office', summary: 'Objections that wait for a decision, what is due first first', answers: { 200: pageOf(waitingObjectionSchema) }, problems: problem.pick('routing.invalid-cursor') })
  objections(@Query({ schema: duePageSchema }) page: DuePage, @CurrentCaller() caller: Caller) {
    return this.queue.objections(page, caller);
  }

  /** 信息办, but not who ruled. */
  @Post('objections/:id/decisions')
  @Allow('information-office')
  @MessageOperation({
    id: 'decideObjection',
    tag: 'Office',
    summary: 'Decides about an objection 异议复核; upheld, the message is open again with the deadline that it always had',
    schema: objectionDecisionSchema,
    problems: { ...problem.pick('routing.unknown-objection', 'routing.objection-decided', 'routing.objection-of-own-ruling', 'routing.nothing-to-decide'), ...ended },
  })
  async decide(
    @Param('id', { schema: messageIdSchema }) objectionId: string,
    @Body({ schema: decisionBody }) body: z.output<typeof decisionBody>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.objectionsFiled.decide({ objectionId, body, caller, idempotencyKey }));
  }
}
