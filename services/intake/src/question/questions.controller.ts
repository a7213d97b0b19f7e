import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, Public, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { liveAnswerSchema, placingSchema, questionCountsSchema, questionPageQuerySchema, questionPageSchema, questionSchema, type LiveAnswerBody, type PlacingBody, type QuestionCountsView, type QuestionPageQuery, type QuestionView } from './question.schema.js';
import { Questions, type Moved } from './questions.service.js';

const tag = 'Sessions';
const idSchema = z.uuid();
const answers = { 201: questionSchema, 200: questionSchema };

@Controller('v1/sessions/:sessionId')
export class QuestionsController {
  constructor(@Inject(Questions) private readonly questions: Questions) {}

  @Get('questions')
  @Allow('information-office', 'web-admin', 'reviewer', 'principal')
  @Operation({
    id: 'listQuestions',
    tag,
    summary: 'What was asked in a session, with its place in the host’s queue, in the order of asking',
    description: 'A unit reads those of its own sessions. Of reports of wrongdoing 举报 nothing is shown here.',
    answers: { 200: questionPageSchema },
    problems: problem.pick('intake.session-not-found', 'intake.session-of-another-unit'),
  })
  list(@Param('sessionId', { schema: idSchema }) sessionId: string, @Query({ schema: questionPageQuerySchema }) query: QuestionPageQuery, @CurrentCaller() caller: Caller): Promise<z.infer<typeof questionPageSchema>> {
    return this.questions.page(sessionId, query, caller);
  }

  @Get('question-counts')
  @Public()
  @Operation({
    id: 'countQuestions',
    tag,
    summary: 'How many questions of a session stand where: they add up to what was received',
    answers: { 200: questionCountsSchema },
    problems: problem.pick('intake.session-not-found'),
  })
  counts(@Param('sessionId', { schema: idSchema }) sessionId: string): Promise<QuestionCountsView> {
    return this.questions.counts(sessionId);
  }

  @Post('questions/:messageId/placings')
  @Allow('information-office')
  @Operation({
    id: 'placeQuestion',
    tag,
    summary: 'Puts a question where the host wants it: chosen, with the guest, merged, carried over, not published, or back',
    description: 'Until the session is closed. Whatever is not answered live stays a message of the unit with its own deadline.',
    answers,
    problems: problem.pick(
      'intake.session-not-found', 'intake.question-not-found', 'intake.question-cannot-move', 'intake.question-not-for-session', 'intake.question-leads-others', 'intake.question-merge-wrong',
      'intake.session-not-open', 'intake.session-closed', 'intake.session-cancelled',
    ),
  })
  async place(@Param('sessionId', { schema: idSchema }) sessionId: string, @Param('messageId', { schema: idSchema }) messageId: string, @Body({ schema: placingSchema }) body: PlacingBody, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    return answered(reply, await this.questions.place(sessionId, messageId, body, caller));
  }

  @Post('questions/:messageId/answers')
  @Allow('information-office')
  @Operation({
    id: 'answerQuestion',
    tag,
    summary: 'Writes down what was answered live',
    description: 'The event leads it to routing, which submits it as the reply of the unit, of this question and of all that are merged into it.',
    answers,
    problems: problem.pick(
      'intake.session-not-found', 'intake.question-not-found', 'intake.question-cannot-move', 'intake.question-not-for-session', 'intake.session-not-open', 'intake.session-closed', 'intake.session-cancelled',
      'intake.session-without-principal',
    ),
  })
  async answer(@Param('sessionId', { schema: idSchema }) sessionId: string, @Param('messageId', { schema: idSchema }) messageId: string, @Body({ schema: liveAnswerSchema }) body: LiveAnswerBody, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<QuestionView> {
    return answered(reply, await this.questions.answer(sessionId, messageId, body, caller));
  }
}

function answered(reply: FastifyReply, { repeated, question }: Moved): QuestionView {
  void reply.status(repeated ? 200 : 201);
  return question;
}
