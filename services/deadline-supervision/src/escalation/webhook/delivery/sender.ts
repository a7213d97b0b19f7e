import { Inject, Injectable } from '@nestjs/common';
import { sendWebhook, type WebhookOutcome } from '@wenzheng/platform';
import { webhookReach, type SupervisionConfig } from '../../../config.js';
import { CONFIG } from '../../../tokens.js';
import { WebhookKeys } from '../webhook-keys.js';

export interface Webhook {
  /** The same at every attempt. */
  id: string;
  type: string;
  timestamp: Date;
  data: object;
}

/** Sends a webhook to an endpoint, signed with the endpoint's own keys. */
@Injectable()
export class WebhookSender {
  constructor(
    @Inject(WebhookKeys) private readonly keys: WebhookKeys,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  async send(endpoint: { id: string; url: string }, { id, type, timestamp, data }: Webhook): Promise<WebhookOutcome> {
    const body = JSON.stringify({ type, timestamp: timestamp.toISOString(), data });
    const signers = await this.keys.signers(endpoint.id, new Date());
    return sendWebhook({ url: endpoint.url, id, body, signers, reach: webhookReach(this.config) });
  }
}
