import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../../../problems.js';
import { WebhookFailures } from './webhook-failures.service.js';
import { failedDeliverySchema, failureListSchema, listedWebhookSchema, registeredWebhookSchema, replayedSchema, testedSchema, webhookListSchema, webhookSchema, type RegisteredWebhook } from './webhook.schemas.js';
import { WebhookService } from './webhook.service.js';

const tag = 'Administration';
const registered = { schema: registeredWebhookSchema, headers: ['location'] };
const channel = { schema: channelSchema };
const missing = problem.pick('intake.no-webhook');

@Controller('v1')
@Allow('security-administrator')
export class WebhookController {
  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(WebhookFailures) private readonly failures: WebhookFailures,
  ) {}

  @Get('channel-webhooks')
  @Operation({ id: 'listWebhooks', tag, summary: 'Where channels hear of replies, and what did not arrive', answers: { 200: pageOf(listedWebhookSchema) } })
  list(@Query({ schema: webhookListSchema }) page: z.output<typeof webhookListSchema>) {
    return this.failures.overview(page);
  }

  /** 201, or 200 where one was replaced; the secret is new each time and shown this once. */
  @Put('channels/:channel/webhook')
  @Operation({
    id: 'registerWebhook',
    tag,
    summary: 'Says where a channel’s integration hears of replies',
    description: 'Standard Webhooks 1.0. 200 where one was replaced; each time the secret is new.',
    answers: { 201: registered, 200: registered },
    problems: problem.pick('intake.unknown-channel', 'intake.webhook-url-refused'),
    reads: { path: { channel: channelSchema } },
  })
  async register(
    @Param('channel') name: string,
    @Body({ schema: webhookSchema }) body: z.infer<typeof webhookSchema>,
    @CurrentCaller() by: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisteredWebhook> {
    const known = channelSchema.safeParse(name);
    if (!known.success) throw problem('intake.unknown-channel');
    const { created, webhook } = await this.webhooks.register(known.data, body.url, by);
    void reply
      .status(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .header('location', `/v1/channels/${known.data}/webhook`);
    return webhook;
  }

  @Post('channels/:channel/webhook/tests')
  @HttpCode(200)
  @Operation({ id: 'testWebhook', tag, summary: 'Sends a signed `webhook.test`, once and at once', answers: { 200: testedSchema }, problems: missing })
  test(@Param('channel', channel) name: ChannelName, @CurrentCaller() by: Caller) {
    return this.webhooks.test(name, by);
  }

  @Get('channels/:channel/webhook/failures')
  @Operation({ id: 'listFailedDeliveries', tag, summary: 'What was given up, the oldest first; no message’s words', answers: { 200: pageOf(failedDeliverySchema) } })
  failed(@Param('channel', channel) name: ChannelName, @Query({ schema: failureListSchema }) page: z.output<typeof failureListSchema>) {
    return this.failures.list(name, page);
  }

  @Post('channels/:channel/webhook/replays')
  @HttpCode(202)
  @Operation({ id: 'replayDeliveries', tag, summary: 'Tries again what was given up, with the ids of before', answers: { 202: replayedSchema }, problems: missing })
  async replay(@Param('channel', channel) name: ChannelName, @CurrentCaller() by: Caller) {
    if (!(await this.webhooks.activeOf(name))) throw problem('intake.no-webhook');
    return { count: await this.failures.replay(name, by) };
  }
}
