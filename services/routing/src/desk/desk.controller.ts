import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { dateSchema, prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { answerCreated, messageIdSchema } from './desk-http.js';
import { Extensions } from '../extension/extensions.service.js';
import { IdempotencyKey } from './idempotency.js';
import { Replies } from '../reply/replies.service.js';

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
