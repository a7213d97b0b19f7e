import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, newWebhookSecret, readWebhookSecret, readWebhookUrl, resolveAddress, seal, unseal, type DataSource, type EntityManager, type Sealed } from '@wenzheng/platform';
import { z } from 'zod';
import { webhookReach, type IntakeConfig } from '../../../config.js';
import { problem } from '../../../problems.js';
import { CONFIG } from '../../../tokens.js';

const ownerOf = (channel: ChannelName) => `webhook:${channel}:`;

export const registeredWebhookSchema = z
  .object({ channel: channelSchema, url: z.url(), secret: z.string().describe('shown this once') })
  .meta({ id: 'Webhook' });
export type RegisteredWebhook = z.infer<typeof registeredWebhookSchema>;

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
  ) {}

  /** Registers or replaces; each time with a new secret, and enabled. */
  async register(channel: ChannelName, address: string): Promise<{ created: boolean; webhook: RegisteredWebhook }> {
    const url = readWebhookUrl(address, webhookReach(this.config));
    if (!url) throw problem('intake.webhook-url-refused');
    await resolveAddress(url.hostname, webhookReach(this.config)).catch(() => {
      throw problem('intake.webhook-url-refused');
    });
    const secret = newWebhookSecret();
    const sealed = seal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', secret);
    const [row] = await this.dataSource.query<{ generation: number }[]>(
      `INSERT INTO webhook (channel, url, algorithm, key_id, nonce, ciphertext, generation, registered_at, disabled_at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, NULL)
       ON CONFLICT (channel) DO UPDATE SET url = excluded.url, algorithm = excluded.algorithm, key_id = excluded.key_id,
         nonce = excluded.nonce, ciphertext = excluded.ciphertext, registered_at = excluded.registered_at, disabled_at = NULL,
         generation = webhook.generation + 1
       RETURNING generation`,
      [channel, url.href, sealed.algorithm, sealed.keyId, sealed.nonce, sealed.ciphertext, new Date()],
    );
    return { created: row?.generation === 1, webhook: { channel, url: url.href, secret } };
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
}
