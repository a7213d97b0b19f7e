import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, Public, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import {
  cancellationSchema,
  postponementSchema,
  schedulingSchema,
  sessionPageQuerySchema,
  sessionPageSchema,
  sessionSchema,
  sessionView,
  type Cancellation,
  type Postponement,
  type Scheduling,
  type SessionPageQuery,
  type SessionView,
} from './session.schema.js';
import type { Written } from './session-changes.js';
import { SessionService } from './session.service.js';

const tag = 'Sessions';
export const answers = { 201: { schema: sessionSchema, headers: ['location'] }, 200: { schema: sessionSchema, headers: ['location'] } };
const idSchema = z.uuid();

@Controller('v1/sessions')
export class SessionController {
  constructor(@Inject(SessionService) private readonly sessions: SessionService) {}

  /** 200 for one that is announced already. */
  @Post()
  @Allow('information-office', 'administrator')
  @Operation({
    id: 'scheduleSession',
    tag,
    summary: 'Announces an interview 在线访谈 or a forum 座谈会 of a unit',
    description: 'It lies ahead and has one day in Shanghai: day zero of what is asked before it and in it. Its unit is one of the registry, by code and name, and its principal 主要负责人 takes part. It is announced seven days before at least, or with a reason that is public. The same again is answered 200.',
    answers,
    problems: problem.pick('intake.session-times-wrong', 'intake.session-notice-short', 'intake.session-conflict', 'intake.unknown-unit', 'intake.units-not-known'),
  })
  async schedule(@Body({ schema: schedulingSchema }) body: Scheduling, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    return answered(reply, await this.sessions.schedule(body, caller));
  }

  @Get()
  @Public()
  @Operation({ id: 'listSessions', tag, summary: 'Interviews and forums, the last announced first', answers: { 200: sessionPageSchema } })
  async list(@Query({ schema: sessionPageQuerySchema }) query: SessionPageQuery): Promise<z.infer<typeof sessionPageSchema>> {
    const { items, next } = await this.sessions.page(query);
    return { items: items.map(sessionView), next };
  }

  @Get(':sessionId')
  @Public()
  @Operation({ id: 'readSession', tag, summary: 'One of them', answers: { 200: sessionSchema }, problems: problem.pick('intake.session-not-found') })
  async one(@Param('sessionId', { schema: idSchema }) sessionId: string): Promise<SessionView> {
    return sessionView(await this.sessions.one(sessionId));
  }

  @Post(':sessionId/postponements')
  @Allow('information-office', 'administrator')
  @Operation({
    id: 'postponeSession',
    tag,
    summary: 'Puts it off: once, before it begins, by 20 working days at most',
    description: 'Counted by the calendar of the State Council from the day that was announced first. Day zero of its questions moves with it. The reason is public.',
    answers,
    problems: problem.pick(
      'intake.session-not-found',
      'intake.session-cancelled',
      'intake.session-already-postponed',
      'intake.session-begun',
      'intake.session-times-wrong',
      'intake.session-postponed-too-far',
    ),
  })
  async postpone(
    @Param('sessionId', { schema: idSchema }) sessionId: string,
    @Body({ schema: postponementSchema }) body: Postponement,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    return answered(reply, await this.sessions.postpone(sessionId, body, caller));
  }

  @Post(':sessionId/cancellations')
  @Allow('information-office', 'administrator')
  @Operation({
    id: 'cancelSession',
    tag,
    summary: 'Cancels it, before its end',
    description: 'What was asked until then counts from the day of the cancellation. The reason is public.',
    answers,
    problems: problem.pick('intake.session-not-found', 'intake.session-cancelled', 'intake.session-opened', 'intake.session-over'),
  })
  async cancel(
    @Param('sessionId', { schema: idSchema }) sessionId: string,
    @Body({ schema: cancellationSchema }) body: Cancellation,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    return answered(reply, await this.sessions.cancel(sessionId, body, caller));
  }
}

export function answered(reply: FastifyReply, { repeated, session }: Written): SessionView {
  void reply.status(repeated ? 200 : 201).header('location', `/v1/sessions/${session.sessionId}`);
  return sessionView(session);
}
