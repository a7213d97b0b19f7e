import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { Connector, DeliveryOutcome, Notification } from '../../delivery/connector.js';
import type { Probing } from '../../delivery/probing.js';
import { IntegrationProbes } from './push.probing.js';
import { deliveryIdOf } from './webhook/delivery-id.rules.js';
import { WebhookService, type ActiveWebhook } from './webhook/webhook.service.js';

/** 渠道接入: an integration pushes messages with its channel's key, and hears of them by a signed webhook. */
@Injectable()
export class PushConnector implements Connector {
  readonly name = 'push';
  readonly can = { receives: 'called', delivers: true, readsBack: false, likes: true, attachments: true, deletes: false, webhook: true } as const;

  readonly probing: Probing;

  constructor(
    @Inject(WebhookService) private readonly webhooks: WebhookService,
    @Inject(IntegrationProbes) probes: IntegrationProbes,
  ) {
    this.probing = probes.by({ path: 'messages', contentType: 'application/json', bodyOf: (message) => message });
  }

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

  private async send(webhook: ActiveWebhook, { id, channel, body }: Notification): Promise<DeliveryOutcome> {
    const outcome = await this.webhooks.send(channel, webhook, { id, body });
    if (outcome.kind === 'delivered') return { kind: 'delivered', deliveryId: deliveryIdOf(outcome.answer) };
    if (outcome.kind === 'failed') return { kind: 'retry', reason: outcome.reason, afterSeconds: outcome.afterSeconds, holding: outcome.holding };
    return { kind: 'refused', reason: 'HTTP 410' };
  }
}
