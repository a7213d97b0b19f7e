import { Body, Controller, Get, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { channelSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../../../problems.js';
import { secretExample, webhookExample } from '../push.examples.js';
import { WebhookFailures } from './webhook-failures.service.js';
import { listedWebhookSchema, registeredWebhookSchema, webhookListSchema, webhookSchema, type RegisteredWebhook } from './webhook.schemas.js';
import { WebhookService } from './webhook.service.js';

const tag = 'Administration';
const registered = { schema: registeredWebhookSchema, headers: ['location'] };

@Controller('v1')
@Allow('security-administrator')
export class WebhookController {
  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(WebhookFailures) private readonly failures: WebhookFailures,
  ) {}

  @Get('channel-webhooks')
  @Operation({ id: 'listWebhooks', tag, summary: 'Where channels hear of replies, and what did not arrive', examples: { answer: { items: [webhookExample], next: null } }, answers: { 200: pageOf(listedWebhookSchema) } })
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
    examples: { body: { url: webhookExample.url }, answer: { channel: webhookExample.channel, url: webhookExample.url, secret: secretExample.secret } },
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
}
