import { Inject, Injectable } from '@nestjs/common';
import { postPinned } from '@wenzheng/platform';
import { webhookReach, type IntakeConfig } from '../../../config.js';
import { CONFIG } from '../../../tokens.js';
import type { Channel, DeliveryOutcome, Notification } from '../../../delivery/channel.js';
import { outcomeOf } from '../../../delivery/delivery.rules.js';
import { signedHeaders } from './webhook-signature.rules.js';
import { WebhookService, type ActiveWebhook } from './webhook.service.js';

/** The way back to an integration that pushes messages: a signed webhook. */
@Injectable()
export class WebhookChannel implements Channel {
  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async deliver(notification: Notification): Promise<DeliveryOutcome> {
    try {
      const webhook = await this.webhooks.activeOf(notification.channel);
      if (!webhook) return { kind: 'refused', reason: 'the webhook is disabled' };
      const outcome = await this.post(webhook, notification);
      if (outcome.kind === 'refused') await this.webhooks.disable(notification.channel, webhook.generation);
      return outcome;
    } catch (error) {
      return { kind: 'retry', reason: error instanceof Error ? error.name : 'unknown error' };
    }
  }

  private async post(webhook: ActiveWebhook, notification: Notification): Promise<DeliveryOutcome> {
    const headers = signedHeaders(webhook.secret, notification, new Date());
    const answer = await postPinned(new URL(webhook.url), headers, notification.body, webhookReach(this.config));
    return outcomeOf(answer);
  }
}
