import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose, ratingSchema } from '@wenzheng/contracts';
import { Operation, pageOf, type OperationOptions } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { receiptSchema } from '../registration/registration.service.js';
import { accessPageSchema, identityAccessSchema, IdentityRequests } from '../vault/identity-requests.service.js';
import { CLOCK } from '../tokens.js';
import { FollowUps } from './follow-ups.service.js';
import { openActs, openActsSchema, StandingReader } from './standing.service.js';
import { TicketRequired } from '../query/ticket.guard.js';
import { objectionSchema, withdrawalSchema, WriterService, writerRatingSchema, type Done } from './writer.service.js';

const withdrawalBody = z.strictObject({ reason: prose(500).optional() });
const objectionBody = z.strictObject({ text: prose(2_000) });
const ratingBody = z.strictObject({ rating: ratingSchema, reason: prose(500).optional() });
const followUpBody = z.strictObject({ text: prose(20_000) });
const idSchema = z.uuid().transform((id) => id.toLowerCase());

const WriterOperation = ({ schema, problems, ...rest }: Omit<OperationOptions, 'answers' | 'tag'> & { schema: z.ZodType }) =>
  Operation({ ...rest, tag: 'Writers', answers: { 201: schema, 200: schema }, problems: { ...problem.pick('intake.message-not-found'), ...problems } });

/** What the writer alone can do, by the ticket that number and tracking code give. */
@Controller('v1/messages')
export class WriterController {
  constructor(
    @Inject(WriterService) private readonly writers: WriterService,
    @Inject(FollowUps) private readonly followUps: FollowUps,
    @Inject(IdentityRequests) private readonly identityRequests: IdentityRequests,
    @Inject(StandingReader) private readonly standings: StandingReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':messageId/withdrawals')
  @TicketRequired()
  @WriterOperation({ id: 'withdraw', summary: 'Withdraws the message 撤回, which ends it', schema: withdrawalSchema, problems: problem.pick('intake.message-held', 'intake.message-ended') })
  async withdraw(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Body({ schema: withdrawalBody }) { reason = null }: { reason?: string | null },
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.writers.withdraw(messageId, reason));
  }

  @Post(':messageId/objections')
  @TicketRequired()
  @WriterOperation({
    id: 'object',
    summary: 'Objects to the ruling of invalidity 异议, once and within ten working days',
    schema: objectionSchema,
    problems: problem.pick('intake.nothing-to-object', 'intake.objection-filed', 'intake.objection-late'),
  })
  async object(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Body({ schema: objectionBody }) { text }: z.output<typeof objectionBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.writers.object(messageId, text));
  }

  @Post(':messageId/ratings')
  @TicketRequired()
  @WriterOperation({
    id: 'rate',
    summary: 'Rates the answer 评价, once and within thirty days',
    schema: writerRatingSchema,
    problems: problem.pick('intake.not-answered', 'intake.answered-long-ago', 'intake.already-rated'),
  })
  async rate(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Body({ schema: ratingBody }) { rating, reason = null }: Omit<z.output<typeof ratingBody>, 'reason'> & { reason?: string | null },
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, await this.writers.rate(messageId, rating, reason));
  }

  @Post(':messageId/follow-ups')
  @TicketRequired()
  @WriterOperation({
    id: 'followUp',
    summary: 'Asks after the answer 追问, twice and within thirty days: a message of its own',
    schema: receiptSchema,
    problems: problem.pick('intake.not-answered', 'intake.answered-long-ago', 'intake.followed-up-twice', 'intake.external-id-conflict', 'intake.overloaded', 'intake.outcome-unknown', 'intake.rate-limited'),
  })
  async followUp(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Body({ schema: followUpBody }) { text }: z.output<typeof followUpBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { repeated, receipt } = await this.followUps.ask(messageId, text);
    return answered(reply, { repeated, answer: receipt });
  }

  @Get(':messageId/open-acts')
  @TicketRequired()
  @Operation({
    id: 'readOpenActs',
    tag: 'Writers',
    summary: 'What the writer may still do 追问、评价、异议 and until when, and how often the contact details were read',
    answers: { 200: openActsSchema },
    problems: problem.pick('intake.message-not-found'),
  })
  async openActs(@Param('messageId', { schema: idSchema }) messageId: string, @Res({ passthrough: true }) reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    return openActs(await this.standings.of(messageId), this.clock.now());
  }

  @Get(':messageId/identity-accesses')
  @TicketRequired()
  @Operation({
    id: 'listIdentityAccesses',
    tag: 'Writers',
    summary: 'Who has asked to read who the writer is 身份查阅, what for, which office granted it, and when it was read',
    answers: { 200: pageOf(identityAccessSchema) },
  })
  async accesses(
    @Param('messageId', { schema: idSchema }) messageId: string,
    @Query({ schema: accessPageSchema }) page: z.output<typeof accessPageSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    void reply.header('cache-control', 'no-store');
    return this.identityRequests.accesses(messageId, page);
  }
}

function answered<Answer>(reply: FastifyReply, { repeated, answer }: Done<Answer>) {
  void reply.status(repeated ? 200 : 201).header('cache-control', 'no-store');
  return answer;
}
