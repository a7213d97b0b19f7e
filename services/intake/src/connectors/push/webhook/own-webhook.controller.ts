import { Body, Controller, Get, HttpCode, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { CurrentCaller, defaultOverlapHours, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, webhookTestSchema, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { ChannelKeeperRequired } from '../../../access/channel-keeper.guard.js';
import { problem } from '../../../problems.js';
import { failureExample, secretExample, webhookExample } from '../push.examples.js';
import { WebhookFailures } from './webhook-failures.service.js';
import { failedDeliverySchema, failureListSchema, listedWebhookSchema, replayedSchema, replaySchema, rotatedSecretSchema, secretRotationSchema, webhookSchema } from './webhook.schemas.js';
import { WebhookService } from './webhook.service.js';

const tag = 'Webhooks';
const channel = { schema: channelSchema };
const missing = problem.pick('intake.no-webhook');
const rotated = { schema: rotatedSecretSchema };

/** What an integration does about its webhook by its own key, and the security administrator in its place. */
@Controller('v1/channels/:channel/webhook')
@ChannelKeeperRequired()
export class OwnWebhookController {
  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(WebhookFailures) private readonly failures: WebhookFailures,
  ) {}

  @Get()
  @Operation({ id: 'readWebhook', tag, summary: 'Where the channel hears of its messages, and what did not arrive', zh: '本渠道的回调地址、状态，待送和未送达的件数。', examples: { answer: webhookExample }, answers: { 200: listedWebhookSchema }, problems: missing })
  read(@Param('channel', channel) name: ChannelName) {
    return this.failures.one(name);
  }

  @Patch()
  @Operation({
    id: 'changeWebhook', tag, summary: 'Another address, with the secret that there is',
    description: 'One that said 410 is served again from then on. The first address is registered by the security administrator.',
    zh: '更换回调地址，签名密钥不变；答复过 410 的随即恢复。首次登记由安全管理员办理。',
    examples: { body: { url: webhookExample.url }, answer: webhookExample },
    answers: { 200: listedWebhookSchema }, problems: { ...missing, ...problem.pick('intake.webhook-url-refused') },
  })
  async change(@Param('channel', channel) name: ChannelName, @Body({ schema: webhookSchema }) { url }: z.infer<typeof webhookSchema>, @CurrentCaller() by: Caller) {
    await this.webhooks.change(name, url, by);
    return this.failures.one(name);
  }

  @Post('secrets')
  @Operation({
    id: 'rotateWebhookSecret', tag, summary: 'A new secret 轮换',
    description: `For \`overlapHours\` (default ${defaultOverlapHours}) each webhook has the signatures of both, the new one first.`,
    zh: '轮换签名密钥：交替期内每次通知带新旧两个签名。',
    examples: { body: { overlapHours: 24 }, answer: secretExample },
    answers: { 201: rotated, 200: rotated }, problems: { ...missing, ...problem.pick('intake.idempotency-key-reused', 'intake.webhook-secret-replaced') },
    reads: { headers: idempotencyKeyHeader }, hasOptionalBody: true,
  })
  async rotate(@Param('channel', channel) name: ChannelName, @Body({ schema: secretRotationSchema }) body: z.output<typeof secretRotationSchema>, @CurrentCaller() by: Caller, @IdempotencyKey() idempotencyKey: string | null, @Res({ passthrough: true }) reply: FastifyReply) {
    const { isRepeat, ...secret } = await this.webhooks.rotate(name, body?.overlapHours ?? defaultOverlapHours, { by, idempotencyKey });
    void reply.status(isRepeat ? 200 : 201).header('cache-control', 'no-store');
    return secret;
  }

  @Post('tests')
  @HttpCode(200)
  @Operation({ id: 'testWebhook', tag, summary: 'Sends a signed `webhook.test`, once and at once', zh: '立即送一次带签名的测试通知。', examples: { answer: { delivered: false, reason: 'HTTP 503' } }, answers: { 200: webhookTestSchema }, problems: missing })
  test(@Param('channel', channel) name: ChannelName, @CurrentCaller() by: Caller) {
    return this.webhooks.test(name, by);
  }

  @Get('failures')
  @Operation({ id: 'listFailedDeliveries', tag, summary: 'What was given up, the oldest first; no message’s words', zh: '未送达的，最早的在前。', examples: { answer: { items: [failureExample], next: null } }, answers: { 200: pageOf(failedDeliverySchema) } })
  failed(@Param('channel', channel) name: ChannelName, @Query({ schema: failureListSchema }) page: z.output<typeof failureListSchema>) {
    return this.failures.list(name, page);
  }

  @Post('replays')
  @HttpCode(202)
  @Operation({
    id: 'replayDeliveries', tag, summary: 'Sends again, with the ids of before: what was given up, one delivery, or everything since',
    description: 'In the order of before. Without a body, what was given up.',
    zh: '重新回传，webhook-id 不变：全部未送达的，或某一次，或某时以后的全部。',
    examples: { body: { since: '2026-09-18T00:00:00+08:00' }, answer: { count: 12 } },
    answers: { 202: replayedSchema }, problems: { ...missing, ...problem.pick('intake.delivery-not-found') }, hasOptionalBody: true,
  })
  async replay(@Param('channel', channel) name: ChannelName, @Body({ schema: replaySchema }) body: z.output<typeof replaySchema>, @CurrentCaller() by: Caller) {
    if (!(await this.webhooks.activeOf(name))) throw problem('intake.no-webhook');
    return { count: await this.failures.replay(name, body ?? {}, by) };
  }
}
