import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { sendWebhook, signedBySecret, type EntityManager } from '@wenzheng/platform';
import { webhookReach, type IntakeConfig } from '../../config.js';
import type { Connector, DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { CONFIG } from '../../tokens.js';
import { deliveryIdOf } from './webhook/delivery-id.rules.js';
import { WebhookService, type ActiveWebhook } from './webhook/webhook.service.js';

/** 渠道接入: an integration pushes messages with its channel's key, and hears of them by a signed webhook. */
@Injectable()
export class PushConnector implements Connector {
  readonly name = 'push';
  readonly can = { receives: 'called', delivers: true, readsBack: false, likes: true, attachments: true, deletes: false, webhook: true } as const;

  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  isOpen(channel: ChannelName, manager: EntityManager): Promise<boolean> {
    return this.webhooks.isActive(channel, manager);
  }

  async deliver(notification: Notification): Promise<DeliveryOutcome> {
    try {
      const webhook = await this.webhooks.activeOf(notification.channel);
      return webhook ? await this.send(webhook, notification) : { kind: 'refused', reason: 'the webhook is disabled' };
    } catch (error) {
      return { kind: 'retry', reason: error instanceof Error ? error.name : 'unknown error', holding: true };
    }
  }

  private async send({ url, secret, generation }: ActiveWebhook, { id, channel, body }: Notification): Promise<DeliveryOutcome> {
    const outcome = await sendWebhook({ url, id, body, signers: [signedBySecret(secret)], reach: webhookReach(this.config) });
    if (outcome.kind === 'delivered') return { kind: 'delivered', deliveryId: deliveryIdOf(outcome.answer) };
    if (outcome.kind === 'failed') return { kind: 'retry', reason: outcome.reason, afterSeconds: outcome.afterSeconds, holding: outcome.holding };
    await this.webhooks.disable(channel, generation);
    return { kind: 'refused', reason: 'HTTP 410' };
  }
}
