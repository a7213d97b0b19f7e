import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import {
  audit, DATA_SOURCE, newWebhookSecret, readWebhookSecret, readWebhookUrl, resolveAddress, seal, sendWebhook, signedBySecret, unseal, type Caller, type DataSource, type EntityManager, type Sealed,
} from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { webhookReach, type IntakeConfig } from '../../../config.js';
import { problem } from '../../../problems.js';
import { CLOCK, CONFIG } from '../../../tokens.js';
import type { RegisteredWebhook } from './webhook.schemas.js';

const ownerOf = (channel: ChannelName) => `webhook:${channel}:`;

export interface ActiveWebhook {
  url: string;
  secret: Buffer;
  generation: number;
}

/** Where channel integrations hear of replies, one address per channel. */
@Injectable()
export class WebhookService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Registers or replaces; each time with a new secret, and enabled. */
  async register(channel: ChannelName, address: string, by: Caller): Promise<{ created: boolean; webhook: RegisteredWebhook }> {
    const url = readWebhookUrl(address, webhookReach(this.config));
    if (!url) throw problem('intake.webhook-url-refused');
    await resolveAddress(url.hostname, webhookReach(this.config)).catch(() => {
      throw problem('intake.webhook-url-refused');
    });
    const secret = newWebhookSecret();
    const sealed = seal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', secret);
    const generation = await this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ generation: number }[]>(
        `INSERT INTO webhook (channel, url, algorithm, key_id, nonce, ciphertext, generation, registered_at, disabled_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, NULL)
         ON CONFLICT (channel) DO UPDATE SET url = excluded.url, algorithm = excluded.algorithm, key_id = excluded.key_id,
           nonce = excluded.nonce, ciphertext = excluded.ciphertext, registered_at = excluded.registered_at, disabled_at = NULL,
           generation = webhook.generation + 1
         RETURNING generation`,
        [channel, url.href, sealed.algorithm, sealed.keyId, sealed.nonce, sealed.ciphertext, new Date()],
      );
      await this.told(manager, 'registered', channel, by, { host: url.host });
      return row?.generation;
    });
    return { created: generation === 1, webhook: { channel, url: url.href, secret } };
  }

  /** Sends a `webhook.test`, once. @throws Problem `intake.no-webhook` */
  async test(channel: ChannelName, by: Caller): Promise<{ delivered: boolean; reason: string | null }> {
    const webhook = await this.activeOf(channel);
    if (!webhook) throw problem('intake.no-webhook');
    const body = JSON.stringify({ type: 'webhook.test', timestamp: this.clock.now().toISOString(), data: { channel } });
    const outcome = await sendWebhook({ url: webhook.url, id: `msg_${randomUUID()}`, body, signers: [signedBySecret(webhook.secret)], reach: webhookReach(this.config) });
    if (outcome.kind === 'gone') await this.disable(channel, webhook.generation);
    const reason = outcome.kind === 'delivered' ? null : outcome.kind === 'gone' ? 'HTTP 410' : outcome.reason;
    await this.dataSource.transaction((manager) => this.told(manager, 'tested', channel, by, { reason }));
    return { delivered: reason === null, reason };
  }

  /** The channel's webhook, unless it has none or said that it is gone. */
  async activeOf(channel: ChannelName): Promise<ActiveWebhook | null> {
    const [row] = await this.dataSource.query<(Sealed & { url: string; generation: number })[]>(
      `SELECT url, generation, algorithm, key_id AS "keyId", nonce, ciphertext FROM webhook
       WHERE channel = $1 AND disabled_at IS NULL`,
      [channel],
    );
    if (!row) return null;
    const secret = readWebhookSecret(unseal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', row));
    return { url: row.url, generation: row.generation, secret };
  }

  async isActive(channel: ChannelName, manager: EntityManager): Promise<boolean> {
    const found = await manager.query<unknown[]>(`SELECT FROM webhook WHERE channel = $1 AND disabled_at IS NULL`, [channel]);
    return found.length > 0;
  }

  async disable(channel: ChannelName, generation: number): Promise<void> {
    await this.dataSource.query(`UPDATE webhook SET disabled_at = $3 WHERE channel = $1 AND generation = $2`, [channel, generation, new Date()]);
  }

  private told(manager: EntityManager, deed: string, channel: ChannelName, by: Caller, details: object): Promise<void> {
    return audit(manager, { by, at: this.clock.now(), did: `webhook.${deed}`, about: channel, details });
  }
}
