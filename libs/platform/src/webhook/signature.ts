import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** Signs as Standard Webhooks 1.0 has it: the version, a comma and the signature in base64. */
export type WebhookSigner = (content: string) => string;

/** `v1`: a secret that both sides know. */
export const signedBySecret = (secret: Buffer): WebhookSigner => (content) => `v1,${createHmac('sha256', secret).update(content).digest('base64')}`;

/** `v1a`: ed25519, so that whoever checks a webhook cannot make one. */
export const signedByKey = (key: KeyObject): WebhookSigner => (content) => `v1a,${sign(null, Buffer.from(content), key).toString('base64')}`;

const secretPrefix = 'whsec_';

/** A new secret as its receiver is shown it. */
export const newWebhookSecret = (): string => secretPrefix + randomBytes(32).toString('base64');

export const readWebhookSecret = (text: string): Buffer => Buffer.from(text.slice(secretPrefix.length), 'base64');

export interface WebhookKeyPair {
  /** As its receiver is shown it: `whpk_` and the 32 bytes in base64. */
  publicKey: string;
  /** PKCS #8 in base64. */
  privateKey: string;
}

export function newWebhookKeyPair(): WebhookKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

export const readWebhookKey = (privateKey: string): KeyObject => createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });

/** Headers of one attempt: the id stays over retries, the timestamp (unix seconds, real time) is of the attempt; one signature by each signer. */
export function webhookHeaders(signers: readonly WebhookSigner[], { id, body }: { id: string; body: string }, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signers.map((signer) => signer(`${id}.${timestamp}.${body}`)).join(' '),
  };
}
