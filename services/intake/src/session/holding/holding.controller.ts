import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { answered, answers } from '../session.controller.js';
import { closingSchema, coachingBodySchema, coachingPageQuerySchema, coachingPageSchema, openingSchema, type Closing, type CoachingBody, type CoachingPageQuery, type Opening, type SessionView } from '../session.schema.js';
import { HoldingService } from './holding.service.js';

const tag = 'Sessions';
const idSchema = z.uuid();

@Controller('v1/sessions/:sessionId')
@Allow('information-office')
export class HoldingController {
  constructor(@Inject(HoldingService) private readonly holding: HoldingService) {}

  @Post('coachings')
  @Operation({
    id: 'recordCoaching',
    tag,
    summary: 'Records a coaching 辅导 before a session',
    description: 'Held before its start, recorded before it opens. What was gone through is not public.',
    answers,
    problems: problem.pick('intake.session-not-found', 'intake.session-cancelled', 'intake.session-opened', 'intake.coaching-time-wrong'),
  })
  async coach(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body({ schema: coachingBodySchema }) body: CoachingBody, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    return answered(reply, await this.holding.coach(sessionId, body, caller));
  }

  @Get('coachings')
  @Operation({ id: 'listCoachings', tag, summary: 'The coachings of a session, in the order in which they were recorded', answers: { 200: coachingPageSchema } })
  coachings(@Param('sessionId', { schema: idSchema }) sessionId: string, @Query({ schema: coachingPageQuerySchema }) query: CoachingPageQuery): Promise<z.infer<typeof coachingPageSchema>> {
    return this.holding.coachings(sessionId, query);
  }

  @Post('openings')
  @Operation({
    id: 'openSession',
    tag,
    summary: 'Opens it on its day, from its start',
    description: 'With a coaching on record, or with the reason why there was none, which is public.',
    answers,
    problems: problem.pick('intake.session-not-found', 'intake.session-cancelled', 'intake.session-opened', 'intake.session-not-begun', 'intake.session-over', 'intake.session-uncoached'),
  })
  async open(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body({ schema: openingSchema }) body: Opening, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    return answered(reply, await this.holding.open(sessionId, body, caller));
  }

  @Post('closings')
  @Operation({
    id: 'closeSession',
    tag,
    summary: 'Closes it, with who came 到场情况',
    description: 'As held 已举行 with the principal alone; without, it says who answered in their place and why. It takes no more questions.',
    answers,
    problems: problem.pick('intake.session-not-found', 'intake.session-cancelled', 'intake.session-not-open', 'intake.session-closed', 'intake.session-without-principal'),
  })
  async close(@Param('sessionId', { schema: idSchema }) sessionId: string, @Body({ schema: closingSchema }) body: Closing, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    return answered(reply, await this.holding.close(sessionId, body, caller));
  }
}
