import { Webhook } from 'standardwebhooks';

/** One of the webhooks that the document of intake lists, as its body is. */
export type WebhookOf<Webhooks> = { [Type in keyof Webhooks]: Webhooks[Type] extends { post: { requestBody: { content: { 'application/json': infer Body } } } } ? Body : never }[keyof Webhooks];

export interface ReceivedWebhook {
  headers: Headers | Record<string, string | string[] | undefined>;
  /** As it came, not parsed and written again: what is signed are its bytes. */
  body: string;
}

/**
 * What a webhook says, once its signature (Standard Webhooks 1.0) and the age of its timestamp were checked. Whoever receives drops a `webhook-id` that was seen before.
 * @param secret `whsec_…`; several while one is replaced
 * @throws WebhookVerificationError
 */
export function readWebhook<Webhooks>(secret: string | readonly string[], { headers, body }: ReceivedWebhook): WebhookOf<Webhooks> {
  const plain = headers instanceof Headers ? Object.fromEntries(headers) : Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const secrets = [secret].flat();
  for (const [index, one] of secrets.entries()) {
    try {
      return new Webhook(one).verify(body, plain) as WebhookOf<Webhooks>;
    } catch (error) {
      if (index === secrets.length - 1) throw error;
    }
  }
  throw new Error('no secret was given');
}

export { WebhookVerificationError } from 'standardwebhooks';
