import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/** The secret as the integration is shown it: Standard Webhooks 1.0, 24 to 64 bytes. */
export const displaySecret = (secret: Buffer): string => prefix + secret.toString('base64');

export const readSecret = (text: string): Buffer => Buffer.from(text.slice(prefix.length), 'base64');

/** Headers of one attempt: the id stays over retries, the timestamp (unix seconds, real time) is of the attempt. */
export function signedHeaders(secret: Buffer, message: { id: string; body: string }, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1_000);
  const signature = createHmac('sha256', secret).update(`${message.id}.${timestamp}.${message.body}`).digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}
