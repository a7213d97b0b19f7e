import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { channelSchema, idSchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../problems.js';
import { keyExample, madeKeyExample, rotatedKeyExample } from './channel-key.examples.js';
import { channelKeySchema, keyListSchema, madeKeySchema, newKeySchema, quotaSchema, revocationSchema, rotationSchema, type MadeKey, type Quota } from './channel-key.schemas.js';
import { ChannelKeysService } from './channel-keys.service.js';

const tag = 'Administration';
const id = { schema: idSchema };
const made = { 201: madeKeySchema, 200: madeKeySchema };
const reads = { headers: idempotencyKeyHeader };

/** 渠道密钥, which let integrations in: a key is shown to whoever makes it, and again only to the same request within ten minutes. */
@Controller('v1')
@Allow('security-administrator')
export class ChannelKeysController {
  constructor(@Inject(ChannelKeysService) private readonly keys: ChannelKeysService) {}

  @Get('channel-keys')
  @Operation({ id: 'listChannelKeys', tag, summary: 'Every key that there was, the oldest first; none is shown', examples: { answer: { items: [keyExample], next: null } }, answers: { 200: pageOf(channelKeySchema) } })
  list(@Query({ schema: keyListSchema }) page: z.output<typeof keyListSchema>) {
    return this.keys.list(page);
  }

  @Post('channels/:channel/keys')
  @Operation({ id: 'makeChannelKey', tag, summary: 'A further key of a channel, shown this once', examples: { body: { label: '市民热线平台（试接）', sandbox: true }, answer: madeKeyExample }, answers: made, reads, problems: problem.pick('intake.idempotency-key-reused', 'intake.channel-key-shown', 'intake.too-many-channel-keys') })
  async make(@Param('channel', { schema: channelSchema }) channel: ChannelName, @Body({ schema: newKeySchema }) body: z.output<typeof newKeySchema>, @CurrentCaller() by: Caller, @IdempotencyKey() idempotencyKey: string | null, @Res({ passthrough: true }) reply: FastifyReply) {
    return shownOnce(reply, await this.keys.make(channel, body, { by, idempotencyKey }));
  }

  @Post('channel-keys/:id/rotations')
  @Operation({
    id: 'rotateChannelKey', tag, summary: 'Replaces a key 轮换: the old one is good for `overlapHours` more (default 24)',
    examples: { body: { overlapHours: 24 }, answer: rotatedKeyExample },
    answers: made, reads, problems: problem.pick('intake.idempotency-key-reused', 'intake.channel-key-not-found', 'intake.channel-key-over', 'intake.channel-key-shown', 'intake.too-many-channel-keys'),
  })
  async rotate(@Param('id', id) keyId: string, @Body({ schema: rotationSchema }) { overlapHours }: z.output<typeof rotationSchema>, @CurrentCaller() by: Caller, @IdempotencyKey() idempotencyKey: string | null, @Res({ passthrough: true }) reply: FastifyReply) {
    return shownOnce(reply, await this.keys.rotate(keyId, overlapHours, { by, idempotencyKey }));
  }

  @Put('channel-keys/:id/quota')
  @Operation({
    id: 'limitChannelKey', tag, summary: 'How much may be brought with a key 配额: messages a second at one replica, and a day; null lifts a limit',
    description: 'Beyond it 429 with `Retry-After`. Whoever replaces a key gives its successor the same.',
    examples: { body: { perSecond: 20, perDay: 5_000 }, answer: { ...keyExample, perSecond: 20, perDay: 5_000 } },
    answers: { 200: channelKeySchema }, problems: problem.pick('intake.channel-key-not-found', 'intake.channel-key-over'),
  })
  limit(@Param('id', id) keyId: string, @Body({ schema: quotaSchema }) quota: Quota, @CurrentCaller() by: Caller) {
    return this.keys.limit(keyId, quota, by);
  }

  @Post('channel-keys/:id/revocations')
  @HttpCode(200)
  @Operation({
    id: 'revokeChannelKey', tag, summary: 'Revokes a key 吊销: at once here, within two seconds at every replica',
    examples: { body: { reason: '密钥泄露' }, answer: { ...keyExample, state: 'revoked', revokedAt: '2026-09-20T01:00:00.000Z' } },
    answers: { 200: channelKeySchema }, reads, problems: problem.pick('intake.idempotency-key-reused', 'intake.channel-key-not-found', 'intake.channel-key-over'),
  })
  revoke(@Param('id', id) keyId: string, @Body({ schema: revocationSchema }) { reason }: z.output<typeof revocationSchema>, @CurrentCaller() by: Caller, @IdempotencyKey() idempotencyKey: string | null) {
    return this.keys.revoke(keyId, reason, { by, idempotencyKey });
  }
}

function shownOnce(reply: FastifyReply, { key, secret, isRepeat }: MadeKey & { isRepeat: boolean }): MadeKey {
  void reply.status(isRepeat ? 200 : 201).header('cache-control', 'no-store');
  return { key, secret };
}
