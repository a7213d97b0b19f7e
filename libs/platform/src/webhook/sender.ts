import { codeOf } from '../problem/failure.js';
import type { WebhookReach } from './address.js';
import { postPinned, type PinnedResponse } from './pinned-request.js';
import { webhookHeaders, type WebhookSigner } from './signature.js';

export interface WebhookAttempt {
  url: string;
  /** The same at every attempt. */
  id: string;
  /** `{type, timestamp, data}` as JSON. */
  body: string;
  /** More than one while keys are replaced. */
  signers: readonly WebhookSigner[];
  reach: WebhookReach;
}

export type WebhookOutcome =
  /** `answer` is its body, empty when it was too long. */
  | { kind: 'delivered'; answer: string }
  /** It wants no more webhooks, of any kind. */
  | { kind: 'gone' }
  /** `holding`: it is out of reach or overloaded, so that others would fare no better. `afterSeconds`: as it asked. */
  | { kind: 'failed'; reason: string; holding: boolean; afterSeconds: number };

const overloaded = new Set([408, 425, 429]);

/** One attempt, by {@link postPinned}. Never rejects; when the next one is made is its caller's to say. */
export async function sendWebhook({ url, id, body, signers, reach }: WebhookAttempt): Promise<WebhookOutcome> {
  try {
    return outcomeOf(await postPinned(new URL(url), webhookHeaders(signers, { id, body }, new Date()), body, reach));
  } catch (error) {
    const reason = codeOf(error) ?? (error instanceof Error ? error.name : 'unknown error');
    return { kind: 'failed', reason, holding: true, afterSeconds: 0 };
  }
}

/** Only 2xx is success, a redirect is none; 410 is the end, everything else may change. */
function outcomeOf({ status, retryAfterSeconds = 0, body }: PinnedResponse): WebhookOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered', answer: body };
  if (status === 410) return { kind: 'gone' };
  return { kind: 'failed', reason: `HTTP ${status}`, holding: status >= 500 || overloaded.has(status), afterSeconds: retryAfterSeconds };
}
