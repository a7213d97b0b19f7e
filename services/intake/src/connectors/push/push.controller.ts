import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Operation } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AdmittedKey } from '../../access/channel-keys.js';
import { AnyKeyRequired, PresentedKey } from '../../access/channel-key.guard.js';
import { messageBodySchema, type MessageBody } from '../../message/message-body.js';
import { problem } from '../../problems.js';
import { receiptSchema, type Receipt } from '../../registration/registration.service.js';
import { pushedMessage, receiptExample } from './push.examples.js';
import { pushProblems, PushedMessages } from './pushed-messages.service.js';
import { repeatsExternalId } from './idempotency-key.rules.js';

const receipt = { schema: receiptSchema, headers: ['location'] };

@Controller('v1/channels/:channel/messages')
export class PushController {
  constructor(@Inject(PushedMessages) private readonly messages: PushedMessages) {}

  /** 201 with the receipt; 200 with the same receipt for the same externalId and body. */
  @Post()
  @AnyKeyRequired()
  @Operation({
    id: 'registerMessage',
    tag: 'Channels',
    summary: 'Registers a message 受理登记, once per channel and externalId',
    description:
      'The same externalId with the same body (RFC 8785 canonical form) is answered 200 with the same receipt, with another body 409; `likes` is no part of that, and counts at registration alone. Unknown fields are refused.',
    zh: '受理一件留言。201 在留言和它的事件都写入数据库之后才返回；同一编号、同样的内容再次提交返回 200 和同一份回执，内容不同的返回 409。不认识的字段一律拒绝。503 或者没有应答的，原样重发。',
    examples: { body: pushedMessage, answer: receiptExample },
    answers: { 201: receipt, 200: receipt },
    // The longest text and nine attachments, written in ASCII alone.
    bodyLimit: 224 * 1024,
    problems: { ...problem.pick('intake.idempotency-key-mismatch'), ...pushProblems },
    reads: { headers: { 'idempotency-key': z.string().optional().describe('may repeat the externalId, bare or quoted') } },
  })
  async register(
    @Param('channel', { schema: channelSchema }) channel: ChannelName,
    @PresentedKey() key: AdmittedKey,
    @Body({ schema: messageBodySchema }) body: MessageBody,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Receipt> {
    if (idempotencyKey !== undefined && !repeatsExternalId(idempotencyKey, body.externalId)) throw problem('intake.idempotency-key-mismatch');
    const { repeated, receipt } = await this.messages.register(key, body, 'push');
    void reply
      .status(repeated ? 200 : 201)
      .header('cache-control', 'no-store')
      .header('location', `/v1/channels/${channel}/messages/${encodeURIComponent(body.externalId)}`);
    return receipt;
  }
}
