import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, newWebhookKeyPair, readWebhookKey, seal, signedByKey, unseal, type DataSource, type EntityManager, type Sealed, type WebhookSigner } from '@wenzheng/platform';
import type { SupervisionConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';

const ownerOf = (endpointId: string, publicKey: string) => `webhook-endpoint:${endpointId}:${publicKey}:`;

/** The keys that sign webhooks, each endpoint's own. Private halves are sealed under `WEBHOOK_KEYS` and leave the service never. */
@Injectable()
export class WebhookKeys {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  /** Makes a new key. The present one also signs until `overlapEndsAt`; keys replaced earlier are deleted. Returns the new public key. */
  async replace(manager: EntityManager, endpointId: string, now: Date, overlapEndsAt: Date): Promise<string> {
    await manager.query('DELETE FROM webhook_key WHERE endpoint_id = $1 AND expires_at IS NOT NULL', [endpointId]);
    await manager.query('UPDATE webhook_key SET expires_at = $2 WHERE endpoint_id = $1', [endpointId, overlapEndsAt]);
    const { publicKey, privateKey } = newWebhookKeyPair();
    const { algorithm, keyId, nonce, ciphertext } = seal(this.config.WEBHOOK_KEYS, ownerOf(endpointId, publicKey), 'private', privateKey);
    await manager.query(
      `INSERT INTO webhook_key (endpoint_id, public_key, algorithm, key_id, nonce, ciphertext, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [endpointId, publicKey, algorithm, keyId, nonce, ciphertext, now],
    );
    return publicKey;
  }

  async isNewest(manager: EntityManager, endpointId: string, publicKey: string): Promise<boolean> {
    return (await manager.query<unknown[]>('SELECT FROM webhook_key WHERE endpoint_id = $1 AND public_key = $2 AND expires_at IS NULL', [endpointId, publicKey])).length > 0;
  }

  /** The newest first. */
  async signers(endpointId: string, now: Date): Promise<WebhookSigner[]> {
    const rows = await this.dataSource.query<(Sealed & { publicKey: string })[]>(
      `SELECT public_key AS "publicKey", algorithm, key_id AS "keyId", nonce, ciphertext FROM webhook_key
       WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at DESC`,
      [endpointId, now],
    );
    return rows.map((row) => signedByKey(readWebhookKey(unseal(this.config.WEBHOOK_KEYS, ownerOf(endpointId, row.publicKey), 'private', row))));
  }
}
