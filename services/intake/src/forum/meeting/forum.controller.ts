import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller, type Page } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { Minutes } from '../minutes/minutes.service.js';
import { SignUps } from '../sign-up/sign-ups.service.js';
import {
  announcementSchema, contactReadingBodySchema, entryPageQuerySchema, entryPageSchema, forumPageQuerySchema, forumPageSchema, forumSchema, minutesBodySchema, participantSchema, pointBodySchema,
  type Announcement, type ContactReadingBody, type EntryPageQuery, type EntryView, type ForumPageQuery, type ForumView, type MinutesBody, type Participant, type PointBody,
} from './forum.schema.js';
import { Forums, type WrittenForum } from './forums.service.js';

const tag = 'Forums';
const answers = { 201: { schema: forumSchema, headers: ['location'] }, 200: { schema: forumSchema, headers: ['location'] } };
const idSchema = z.uuid();
const codeSchema = storableText(20).min(1);
const notFound = problem.pick('intake.forum-not-found');

@Controller('v1/forums')
@Allow('information-office')
export class ForumController {
  constructor(
    @Inject(Forums) private readonly forums: Forums,
    @Inject(SignUps) private readonly signUps: SignUps,
    @Inject(Minutes) private readonly minutesOf: Minutes,
  ) {}

  /** 200 for one that is announced already. */
  @Post()
  @Operation({
    id: 'announceForum',
    tag,
    summary: 'Announces a forum 座谈会 for a live session: place, seats, groups with their quotas, sign-up',
    description: 'Its unit has a free slot of the plan in the month of the session. The seed of the draw is made now; its SHA-256 is public from the first, itself from the draw on.',
    answers,
    problems: problem.pick(
      'intake.session-not-found', 'intake.session-cancelled', 'intake.session-begun', 'intake.forum-announced', 'intake.forum-not-planned', 'intake.forum-sign-up-times-wrong', 'intake.forum-quotas-wrong',
    ),
  })
  async announce(@Body({ schema: announcementSchema }) body: Announcement, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<ForumView> {
    return answered(reply, await this.forums.announce(body, caller));
  }

  @Get()
  @Operation({ id: 'listForums', tag, summary: 'Forums, the last announced first', answers: { 200: forumPageSchema } })
  list(@Query({ schema: forumPageQuerySchema }) query: ForumPageQuery): Promise<Page<ForumView>> {
    return this.forums.page(query);
  }

  @Get(':sessionId')
  @Operation({ id: 'readForum', tag, summary: 'One of them, with how many have signed up and what was raised', answers: { 200: forumSchema }, problems: notFound })
  one(@Param('sessionId', { schema: idSchema }) sessionId: string): Promise<ForumView> {
    return this.forums.one(sessionId);
  }

  @Post(':sessionId/draws')
  @Operation({
    id: 'drawForum',
    tag,
    summary: '抽签, once, after the sign-up',
    description: 'By the rule that is announced: entries stand in the order of SHA-256 of `seed:code`, each group takes its quota, what is left goes to the others. Seed and codes are public then, so that anybody can recompute it.',
    answers,
    problems: { ...notFound, ...problem.pick('intake.session-cancelled', 'intake.forum-sign-up-open') },
  })
  async draw(@Param('sessionId', { schema: idSchema }) sessionId: string, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<ForumView> {
    return answered(reply, await this.forums.draw(sessionId, caller));
  }

  @Get(':sessionId/entries')
  @Operation({ id: 'listForumEntries', tag, summary: 'The codes in the order of the lot, once it was drawn', answers: { 200: entryPageSchema }, problems: notFound })
  entries(@Param('sessionId', { schema: idSchema }) sessionId: string, @Query({ schema: entryPageQuerySchema }) query: EntryPageQuery): Promise<Page<EntryView>> {
    return this.signUps.entries(sessionId, query);
  }

  @Post(':sessionId/entries/:code/contact-readings')
  @Operation({
    id: 'readForumParticipant',
    tag,
    summary: 'Name and telephone number behind a code, to call them; the reading is on record',
    answers: { 201: participantSchema },
    problems: { ...notFound, ...problem.pick('intake.forum-not-drawn', 'intake.forum-entry-not-found', 'intake.forum-entry-forgotten') },
  })
  contact(
    @Param('sessionId', { schema: idSchema }) sessionId: string,
    @Param('code', { schema: codeSchema }) code: string,
    @Body({ schema: contactReadingBodySchema }) body: ContactReadingBody,
    @CurrentCaller() caller: Caller,
  ): Promise<Participant> {
    return this.signUps.contact(sessionId, code, body, caller);
  }

  @Post(':sessionId/entries/:code/withdrawals')
  @Operation({
    id: 'withdrawForumSignUp',
    tag,
    summary: 'Withdraws a sign-up 撤回报名 at the word of whoever has the code',
    description: 'It is in no draw that is still to come, and name and telephone number are deleted at once.',
    answers,
    problems: { ...notFound, ...problem.pick('intake.forum-entry-not-found') },
  })
  async withdraw(
    @Param('sessionId', { schema: idSchema }) sessionId: string,
    @Param('code', { schema: codeSchema }) code: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ForumView> {
    return answered(reply, await this.signUps.withdraw(sessionId, code, caller));
  }

  @Post(':sessionId/points')
  @Operation({
    id: 'recordForumPoint',
    tag,
    summary: 'Records what was raised: answered on the spot, or registered as a message with its deadline',
    description: 'Without an answer it is registered on the channel `forum`, in the same transaction, as a question of this session: the session’s unit owes the answer and cannot return it.',
    answers,
    problems: { ...notFound, ...problem.pick('intake.session-cancelled', 'intake.forum-not-begun', 'intake.forum-minuted', 'intake.forum-points-full', 'intake.external-id-conflict') },
  })
  async record(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body({ schema: pointBodySchema }) body: PointBody, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<ForumView> {
    return answered(reply, await this.minutesOf.record(sessionId, body, caller));
  }

  @Post(':sessionId/minutes')
  @Operation({
    id: 'publishForumMinutes',
    tag,
    summary: '公布纪要: how many were invited and came, a summary, each point',
    description: 'Once, after the session is closed with who came of the unit. Nothing is recorded afterwards.',
    answers,
    problems: { ...notFound, ...problem.pick('intake.session-cancelled', 'intake.forum-minuted', 'intake.forum-not-closed', 'intake.forum-not-drawn', 'intake.forum-attendance-wrong') },
  })
  async minutes(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body({ schema: minutesBodySchema }) body: MinutesBody, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<ForumView> {
    return answered(reply, await this.minutesOf.publish(sessionId, body, caller));
  }
}

function answered(reply: FastifyReply, { repeated, forum }: WrittenForum): ForumView {
  void reply.status(repeated ? 200 : 201).header('location', `/v1/forums/${forum.sessionId}`);
  return forum;
}
