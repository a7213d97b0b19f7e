import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, MessageOperation, messageIdSchema } from '../message/action/message-action.http.js';
import { problem } from '../problems.js';
import { findingReasonsSchema, outcomeFields } from './draft/draft.schema.js';
import { Replies, submittedReplySchema } from './replies.service.js';

const replySchema = z.strictObject({ text: prose(20_000), interim: z.boolean().default(false), renews: z.literal(true).optional().describe('二次办理: it answers the renewed handling'), ...outcomeFields, findingReasons: findingReasonsSchema }).refine(({ interim, renews }) => !(interim && renews), { path: ['renews'] });

@Controller('v1/messages')
@Allow('web-admin', 'reviewer', 'principal')
export class ReplyController {
  constructor(@Inject(Replies) private readonly replies: Replies) {}

  @Post(':id/replies')
  @MessageOperation({
    id: 'reply',
    tag: 'Desk',
    summary: 'Answers in the unit’s name 答复, or for the time being 阶段性回复',
    description: 'Drafted and signed in one deed, by whoever may sign; where others have to, it begins as a draft. `submittedAt` is when it was stored, and what the unit is judged by. One reply at a time is in review.',
    schema: submittedReplySchema,
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.reply-in-review', 'routing.already-answered', 'routing.sign-off-required', 'routing.merged', 'routing.no-renewal', 'routing.renewal-answered', 'routing.promise-date-passed'),
  })
  async reply(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: replySchema }) body: z.output<typeof replySchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.replies.submit({ messageId, body, caller, idempotencyKey }));
  }
}
