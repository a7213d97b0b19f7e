import { Body, Controller, Inject, Param, Put, Res } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../../problems.js';
import { registeredWebhookSchema, WebhookService, type RegisteredWebhook } from './webhook.service.js';

const webhookSchema = z.strictObject({ url: z.string().min(1).max(2_000) });

const registered = { schema: registeredWebhookSchema, headers: ['location'] };

@Controller('v1/channels/:channel/webhook')
export class WebhookController {
  constructor(@Inject(WebhookService) private readonly webhooks: WebhookService) {}

  /** 201, or 200 where one was replaced; the secret is new each time and shown this once. */
  @Put()
  @Allow('security-administrator')
  @Operation({
    id: 'registerWebhook',
    tag: 'Administration',
    summary: 'Says where a channel’s integration hears of replies',
    description: 'Standard Webhooks 1.0. 200 where one was replaced; each time the secret is new.',
    answers: { 201: registered, 200: registered },
    problems: problem.pick('intake.unknown-channel', 'intake.webhook-url-refused'),
    reads: { path: { channel: channelSchema } },
  })
  async register(
    @Param('channel') name: string,
    @Body({ schema: webhookSchema }) body: z.infer<typeof webhookSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisteredWebhook> {
    const channel = channelSchema.safeParse(name);
    if (!channel.success) throw problem('intake.unknown-channel');
    const { created, webhook } = await this.webhooks.register(channel.data satisfies ChannelName, body.url);
    void reply
      .status(created ? 201 : 200)
      .header('cache-control', 'no-store')
      .header('location', `/v1/channels/${channel.data}/webhook`);
    return webhook;
  }
}
