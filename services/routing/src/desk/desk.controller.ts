import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { dateSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, DeskOperation, messageIdSchema } from './desk-http.js';
import { Extensions, submittedExtensionSchema } from '../extension/extensions.service.js';
import { IdempotencyKey } from './idempotency.js';
import { problem } from '../problems.js';
import { Replies, submittedReplySchema } from '../reply/replies.service.js';

const replySchema = z.strictObject({ text: prose(20_000), interim: z.boolean().default(false) });
const extensionSchema = z.strictObject({ reason: prose(2_000), newDueOn: dateSchema });

/** 网管员's desk. */
@Controller('v1/messages')
@Allow('web-admin')
export class DeskController {
  constructor(
    @Inject(Replies) private readonly replies: Replies,
    @Inject(Extensions) private readonly extensions: Extensions,
  ) {}

  @Post(':id/replies')
  @DeskOperation({
    id: 'reply',
    tag: 'Desk',
    summary: 'Answers in the unit’s name 答复, or for the time being 阶段性回复',
    description: '`submittedAt` is when it was stored, and what the unit is judged by. One reply at a time is in review.',
    schema: submittedReplySchema,
    problems: problem.pick('routing.not-your-unit', 'routing.reply-in-review', 'routing.already-answered'),
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

  @Post(':id/extensions')
  @DeskOperation({
    id: 'extend',
    tag: 'Desk',
    summary: 'Says why it takes longer, and until when 延期说明',
    description: 'Once per message, to a working day not after the tenth. A late notice is recorded and shown, and moves nothing.',
    schema: submittedExtensionSchema,
    problems: problem.pick(
      'routing.not-your-unit',
      'routing.already-answered',
      'routing.extension-exists',
      'routing.deadline-unknown',
      'routing.extension-beyond-cap',
      'routing.extension-not-a-working-day',
      'routing.extension-not-later',
    ),
  })
  async extend(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: extensionSchema }) body: z.output<typeof extensionSchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    return answerCreated(response, await this.extensions.submit({ messageId, body, caller, idempotencyKey }));
  }
}
