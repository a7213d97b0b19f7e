import { Inject, Injectable } from '@nestjs/common';
import { codeOf, postPinned } from '@wenzheng/platform';
import { webhookReach, type SupervisionConfig } from '../../../config.js';
import { CONFIG } from '../../../tokens.js';
import { signedHeaders } from '../signature.rules.js';
import { WebhookKeys } from '../webhook-keys.js';
import { outcomeOf, type Outcome } from './delivery.rules.js';

export interface Webhook {
  /** The same at every attempt. */
  id: string;
  type: string;
  timestamp: Date;
  data: object;
}

/** Signs a webhook and posts it to the address that the endpoint's name stands for now. */
@Injectable()
export class WebhookSender {
  constructor(
    @Inject(WebhookKeys) private readonly keys: WebhookKeys,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  async send(endpoint: { id: string; url: string }, { id, type, timestamp, data }: Webhook): Promise<Outcome> {
    const body = JSON.stringify({ type, timestamp: timestamp.toISOString(), data });
    const headers = signedHeaders(await this.keys.signing(endpoint.id, new Date()), { id, body }, new Date());
    try {
      return outcomeOf(await postPinned(new URL(endpoint.url), headers, body, webhookReach(this.config)));
    } catch (error) {
      const reason = codeOf(error) ?? (error instanceof Error ? error.name : 'unknown error');
      return { kind: 'failed', reason, holding: true, afterMs: 0 };
    }
  }
}
