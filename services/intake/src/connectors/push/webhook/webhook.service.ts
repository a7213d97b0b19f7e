import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import {
  audit, checkedWebhookUrl, DATA_SOURCE, makingOnce, newWebhookSecret, overlapEndOf, readWebhookSecret, seal, sendWebhook, signedBySecret, unseal, webhookTestOf,
  type Caller, type DataSource, type EntityManager, type Made, type Sealed, type WebhookOutcome, type WebhookSigner, type WebhookTest,
} from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { webhookReach, type IntakeConfig } from '../../../config.js';
import { problem } from '../../../problems.js';
import { CLOCK, CONFIG } from '../../../tokens.js';
import type { RegisteredWebhook, RotatedSecret } from './webhook.schemas.js';

const ownerOf = (channel: ChannelName) => `webhook:${channel}:`;

const once = makingOnce(() => problem('intake.idempotency-key-reused'));

export interface ActiveWebhook {
  url: string;
  /** More than one while secrets are replaced. */
  signers: WebhookSigner[];
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
    const url = await this.checked(address);
    const secret = newWebhookSecret();
    const sealed = this.sealed(channel, secret);
    const generation = await this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<{ generation: number }[]>(
        `INSERT INTO webhook (channel, url, algorithm, key_id, nonce, ciphertext, generation, registered_at, disabled_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, NULL)
         ON CONFLICT (channel) DO UPDATE SET url = excluded.url, algorithm = excluded.algorithm, key_id = excluded.key_id,
           nonce = excluded.nonce, ciphertext = excluded.ciphertext, registered_at = excluded.registered_at, disabled_at = NULL,
           generation = webhook.generation + 1, secret_made_at = excluded.registered_at, previous_algorithm = NULL, previous_key_id = NULL, previous_nonce = NULL,
           previous_ciphertext = NULL, previous_ends_at = NULL
         RETURNING generation`,
        [channel, url, sealed.algorithm, sealed.keyId, sealed.nonce, sealed.ciphertext, new Date()],
      );
      await this.told(manager, 'registered', channel, by, { host: new URL(url).host });
      return row?.generation;
    });
    return { created: generation === 1, webhook: { channel, url, secret } };
  }

  /** Another address, with the secret that there is; and enabled again where the one before said that it is gone. @throws Problem `intake.no-webhook` */
  async change(channel: ChannelName, address: string, by: Caller): Promise<void> {
    const url = await this.checked(address);
    await this.dataSource.transaction(async (manager) => {
      const [, found] = await manager.query<[unknown[], number]>('UPDATE webhook SET url = $2, disabled_at = NULL, generation = generation + 1 WHERE channel = $1', [channel, url]);
      if (found === 0) throw problem('intake.no-webhook');
      await this.told(manager, 'changed', channel, by, { host: new URL(url).host });
    });
  }

  /**
   * 轮换: a new secret, beside which the one before signs for a while. A repeat of the request is shown the same and replaces nothing once more.
   * @throws Problem `intake.no-webhook`
   */
  async rotate(channel: ChannelName, overlapHours: number, { by, idempotencyKey }: { by: Caller; idempotencyKey: string | null }): Promise<RotatedSecret & { isRepeat: boolean }> {
    return this.dataSource.transaction(async (manager) => {
      const row = async () => {
        const [found] = await manager.query<(Sealed & { generation: number; previousEndsAt: Date | null })[]>(
          `SELECT generation, algorithm, key_id AS "keyId", nonce, ciphertext, previous_ends_at AS "previousEndsAt" FROM webhook WHERE channel = $1 FOR UPDATE`,
          [channel],
        );
        if (!found) throw problem('intake.no-webhook');
        return found;
      };
      await row();
      const make = async (): Promise<Made> => {
        const { algorithm, keyId, nonce, ciphertext } = this.sealed(channel, newWebhookSecret());
        const [made] = await manager.query<{ generation: number }[]>(
          `WITH changed AS (
             UPDATE webhook SET previous_algorithm = algorithm, previous_key_id = key_id, previous_nonce = nonce, previous_ciphertext = ciphertext, previous_ends_at = $7,
               algorithm = $2, key_id = $3, nonce = $4, ciphertext = $5, secret_made_at = $6, generation = generation + 1
             WHERE channel = $1 RETURNING generation)
           SELECT generation FROM changed`,
          [channel, algorithm, keyId, nonce, ciphertext, new Date(), overlapEndOf(new Date(), overlapHours)],
        );
        await this.told(manager, 'secret-rotated', channel, by, { overlapHours });
        return { id: String(made?.generation), isRepeat: false };
      };
      const stands = async (generation: string) => String((await row()).generation) === generation;
      const request = { caller: by.subject, kind: 'webhook-secret', details: { channel, overlapHours }, idempotencyKey };
      const { id, isRepeat } = await once(manager, request, this.clock.now(), { make, stands });
      const now = await row();
      if (String(now.generation) !== id) throw problem('intake.webhook-secret-replaced');
      return { secret: unseal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', now), previousSecretEndsAt: (now.previousEndsAt ?? new Date()).toISOString(), isRepeat };
    });
  }

  /** Sends a `webhook.test`, once. @throws Problem `intake.no-webhook` */
  async test(channel: ChannelName, by: Caller): Promise<WebhookTest> {
    const webhook = await this.activeOf(channel);
    if (!webhook) throw problem('intake.no-webhook');
    const body = JSON.stringify({ type: 'webhook.test', timestamp: this.clock.now().toISOString(), data: { channel } });
    const test = webhookTestOf(await this.send(channel, webhook, { id: `msg_${randomUUID()}`, body }));
    await this.dataSource.transaction((manager) => this.told(manager, 'tested', channel, by, { reason: test.reason }));
    return test;
  }

  /** One attempt. What says that it is gone is disabled. */
  async send(channel: ChannelName, { url, signers, generation }: ActiveWebhook, { id, body }: { id: string; body: string }): Promise<WebhookOutcome> {
    const outcome = await sendWebhook({ url, id, body, signers, reach: webhookReach(this.config) });
    if (outcome.kind === 'gone') await this.dataSource.query(`UPDATE webhook SET disabled_at = $3 WHERE channel = $1 AND generation = $2`, [channel, generation, new Date()]);
    return outcome;
  }

  /** The channel's webhook, unless it has none or said that it is gone. */
  async activeOf(channel: ChannelName): Promise<ActiveWebhook | null> {
    const rows = await this.dataSource.query<(Sealed & { url: string; generation: number })[]>(
      `SELECT url, generation, algorithm, key_id AS "keyId", nonce, ciphertext, false AS previous FROM webhook WHERE channel = $1 AND disabled_at IS NULL
       UNION ALL SELECT url, generation, previous_algorithm, previous_key_id, previous_nonce, previous_ciphertext, true FROM webhook WHERE channel = $1 AND disabled_at IS NULL AND previous_ends_at > $2
       ORDER BY previous`,
      [channel, new Date()],
    );
    const [row] = rows;
    if (!row) return null;
    const signers = rows.map((sealed) => signedBySecret(readWebhookSecret(unseal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', sealed))));
    return { url: row.url, generation: row.generation, signers };
  }

  async isActive(channel: ChannelName, manager: EntityManager): Promise<boolean> {
    const found = await manager.query<unknown[]>(`SELECT FROM webhook WHERE channel = $1 AND disabled_at IS NULL`, [channel]);
    return found.length > 0;
  }

  private sealed(channel: ChannelName, secret: string): Sealed {
    return seal(this.config.VAULT_KEYS, ownerOf(channel), 'secret', secret);
  }

  private async checked(address: string): Promise<string> {
    const url = await checkedWebhookUrl(address, webhookReach(this.config));
    if (!url) throw problem('intake.webhook-url-refused');
    return url;
  }

  private told(manager: EntityManager, deed: string, channel: ChannelName, by: Caller, details: object): Promise<void> {
    return audit(manager, { by, at: this.clock.now(), did: `webhook.${deed}`, about: channel, details });
  }
}
