import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { checkedWebhookUrl, DATA_SOURCE, insertRows, invalidRequest, newWebhookSecret, readWebhookSecret, seal, sendWebhook, signedBySecret, unseal, webhookTestOf, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { AdmittedKey } from '../access/channel-keys.js';
import { webhookReach, type IntakeConfig } from '../config.js';
import { happeningSchemas } from '../delivery/happening/happening.schemas.js';
import { problem } from '../problems.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { SandboxHappening, SandboxWebhook, type SandboxDelivery } from './sandbox.entity.js';
import { exampleOf } from './sandbox.rules.js';
import type { MadeHappening, NewHappening } from './sandbox.schemas.js';
import { Sandbox } from './sandbox.service.js';

const ownerOf = (keyId: string) => `sandbox-webhook:${keyId}:`;

/** What the holder of a test key lets happen to what it has sent, and where it hears of that. */
@Injectable()
export class SandboxHappenings {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Sandbox) private readonly sandbox: Sandbox,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** Each time with a new secret. */
  async listen({ keyId, channel }: AdmittedKey, address: string) {
    const url = await checkedWebhookUrl(address, webhookReach(this.config));
    if (!url) throw problem('intake.webhook-url-refused');
    const secret = newWebhookSecret();
    const { algorithm, keyId: sealKeyId, nonce, ciphertext } = seal(this.config.VAULT_KEYS, ownerOf(keyId), 'secret', secret);
    const [row] = await this.dataSource.query<{ created: boolean }[]>(
      `INSERT INTO sandbox_webhook (key_id, url, algorithm, seal_key_id, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (key_id) DO UPDATE SET url = excluded.url, algorithm = excluded.algorithm, seal_key_id = excluded.seal_key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext
       RETURNING xmax = 0 AS created`,
      [keyId, url, algorithm, sealKeyId, nonce, ciphertext],
    );
    return { created: row!.created, webhook: { channel, url, secret } };
  }

  /** Told once and at once; how that came out is answered, and what did not arrive is asked for by letting it happen again. */
  async happen(key: AdmittedKey, externalId: string, { type, data: said = {} }: NewHappening): Promise<MadeHappening> {
    this.sandbox.refuseBeyondRate(key);
    const message = await this.sandbox.one(key, externalId);
    const replies = (await this.sandbox.happeningsTo(message.messageId)).flatMap(({ data }) => ('replyId' in data ? [data.replyId] : []));
    const now = this.clock.now();
    const read = happeningSchemas[type].strict().safeParse({ ...exampleOf(type, { now, replyId: randomUUIDv7(), previousReplyId: replies.at(-1) ?? null }), ...said });
    if (!read.success) throw invalidRequest(read.error.issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] })));
    const [happeningId, data] = [randomUUIDv7(), read.data as Record<string, unknown>];
    const body = JSON.stringify({ type, timestamp: now.toISOString(), data: { externalId, messageNumber: this.sandbox.numberOf(message), ...data, url: this.sandbox.urlOf(message), sandbox: true } });
    const sent = await this.tell(key.keyId, { id: `msg_${happeningId}`, body });
    await insertRows(this.dataSource.manager, SandboxHappening, [{ happeningId, messageId: message.messageId, type, data, happenedAt: now, delivery: sent.delivery }]);
    return { happeningId, type, data, ...sent };
  }

  private async tell(keyId: string, { id, body }: { id: string; body: string }): Promise<{ delivery: SandboxDelivery; reason: string | null }> {
    const row = await this.dataSource.getRepository(SandboxWebhook).findOneBy({ keyId });
    if (!row) return { delivery: 'no-webhook', reason: null };
    const secret = unseal(this.config.VAULT_KEYS, ownerOf(keyId), 'secret', { ...row, keyId: row.sealKeyId });
    const { delivered, reason } = webhookTestOf(await sendWebhook({ url: row.url, id, body, signers: [signedBySecret(readWebhookSecret(secret))], reach: webhookReach(this.config) }));
    return { delivery: delivered ? 'delivered' : 'failed', reason };
  }
}
