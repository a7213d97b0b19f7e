import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Standard Webhooks 1.0, asymmetric: ed25519, public keys shown as `whpk_` and the 32 bytes in base64. */
export interface SigningKey {
  publicKey: string;
  /** PKCS #8 in base64. */
  privateKey: string;
}

export function newSigningKey(): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

export const readPrivateKey = (privateKey: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });

/** Headers of one attempt: the id stays over retries, the timestamp (unix seconds) is of the attempt; a signature by each key. */
export function signedHeaders(keys: readonly KeyObject[], webhook: { id: string; body: string }, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  const content = Buffer.from(`${webhook.id}.${timestamp}.${webhook.body}`);
  return {
    'webhook-id': webhook.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map((key) => `v1a,${sign(null, content, key).toString('base64')}`).join(' '),
  };
}
