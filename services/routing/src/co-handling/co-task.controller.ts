import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { duePageSchema } from '../message/due-queue.js';
import { problem } from '../problems.js';
import { coTaskItemSchema, CoTaskQueue, taskListStates } from './co-task-queue.service.js';
import { CoTasks, coTaskSchema } from './co-tasks.service.js';

const askSchema = z.strictObject({
  unit: storableText(100).min(1).describe('code or a name'),
  task: prose(2_000).describe('inner: what the lead needs of the unit'),
  dueOn: dateSchema.describe('a working day, not after the lead’s own due date'),
});
const acceptSchema = z.strictObject({});
const contributeSchema = z.strictObject({ text: prose(20_000).describe('inner: never public as such') });
const declineSchema = z.strictObject({ reason: prose(500) });
const decisionSchema = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('upheld'), reason: prose(500) }),
  z.strictObject({ decision: z.literal('overruled'), reason: prose(500), dueOn: dateSchema.optional().describe('without it the day that was asked for or, where that is over, the last possible one') }),
]);
const listSchema = z.object({ state: z.enum(taskListStates).default('open').describe('`declined`: what the information office has to decide about'), ...duePageSchema.shape });

const tag = 'Co-handling';
const person = problem.pick('routing.not-your-unit', 'routing.not-in-registry');
const standing = problem.pick('routing.unknown-co-task', 'routing.co-task-answered', 'routing.co-task-ended', 'routing.co-task-declined');

/** 主办、协办 */
@Controller('v1')
export class CoTaskController {
  constructor(
    @Inject(CoTasks) private readonly tasks: CoTasks,
    @Inject(CoTaskQueue) private readonly queue: CoTaskQueue,
  ) {}

  @Post('messages/:id/co-tasks')
  @Allow('web-admin', 'information-office')
  @MessageOperation({
    id: 'askCoUnit',
    tag,
    summary: 'Asks a unit to take part 申请协办',
    description: 'The unit that has the message, or the information office. Task, due date and contribution are inner; that the unit takes part is public once it does.',
    schema: coTaskSchema,
    problems: {
      ...person,
      ...problem.pick(
        'routing.unit-not-in-registry', 'routing.unit-without-web-admin', 'routing.unit-without-backup', 'routing.report-against-this-unit', 'routing.co-task-of-lead', 'routing.co-task-open', 'routing.co-task-full',
        'routing.co-task-date', 'routing.co-task-deadline-unknown', 'routing.co-task-unassigned', 'routing.reply-in-review', 'routing.already-answered', 'routing.ruled-invalid', 'routing.transferred', 'routing.withdrawn',
      ),
    },
  })
  async ask(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: askSchema }) body: z.output<typeof askSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.tasks.ask({ messageId, body, caller, idempotencyKey }));
  }

  @Get('co-tasks')
  @Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office')
  @Operation({
    id: 'listCoTasks',
    tag,
    summary: 'What units are asked to contribute, what is due first first',
    description: 'Units see what is asked of them, offices all.',
    answers: { 200: pageOf(coTaskItemSchema) },
    problems: { ...person, ...problem.pick('routing.invalid-cursor') },
  })
  list(@Query({ schema: listSchema }) asked: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.queue.list(asked, caller);
  }

  @Post('co-tasks/:id/acceptances')
  @Allow('web-admin')
  @MessageOperation({ id: 'acceptCoTask', tag, summary: 'The unit takes part 接受协办', schema: coTaskSchema, problems: { ...person, ...standing, ...problem.pick('routing.co-task-accepted') } })
  async accept(
    @Param('id', { schema: messageIdSchema }) taskId: string,
    @Body({ schema: acceptSchema }) body: z.output<typeof acceptSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.tasks.accept({ taskId, body, caller, idempotencyKey }));
  }

  @Post('co-tasks/:id/contributions')
  @Allow('web-admin')
  @MessageOperation({ id: 'contribute', tag, summary: 'Tells the lead what the unit has to say 反馈', description: 'Inner; the lead alone answers the writer.', schema: coTaskSchema, problems: { ...person, ...standing } })
  async contribute(
    @Param('id', { schema: messageIdSchema }) taskId: string,
    @Body({ schema: contributeSchema }) body: z.output<typeof contributeSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.tasks.contribute({ taskId, body, caller, idempotencyKey }));
  }

  @Post('co-tasks/:id/declines')
  @Allow('web-admin')
  @MessageOperation({
    id: 'declineCoTask', tag, summary: 'Says why the unit does not take part', description: 'The information office reads the reason and may overrule it.', schema: coTaskSchema,
    problems: { ...person, ...standing, ...problem.pick('routing.co-task-accepted', 'routing.co-task-ordered') },
  })
  async decline(
    @Param('id', { schema: messageIdSchema }) taskId: string,
    @Body({ schema: declineSchema }) body: z.output<typeof declineSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.tasks.decline({ taskId, body, caller, idempotencyKey }));
  }

  @Post('co-tasks/:id/decisions')
  @Allow('information-office')
  @MessageOperation({
    id: 'decideCoTask', tag, summary: 'Overrules a refusal, or leaves it at that', description: 'A unit that was overruled takes part and cannot decline anew.', schema: coTaskSchema,
    problems: {
      ...standing,
      ...problem.pick('routing.co-task-not-declined', 'routing.co-task-decided', 'routing.co-task-date', 'routing.co-task-deadline-unknown', 'routing.unit-not-in-registry', 'routing.unit-without-web-admin', 'routing.unit-without-backup', 'routing.report-against-this-unit', 'routing.co-task-of-lead'),
    },
  })
  async decide(
    @Param('id', { schema: messageIdSchema }) taskId: string,
    @Body({ schema: decisionSchema }) body: z.output<typeof decisionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.tasks.decide({ taskId, body, caller, idempotencyKey }));
  }
}
