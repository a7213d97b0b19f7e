import type { DeliveryOutcome } from './channel.js';

const longestWaitSeconds = 24 * 3_600;

export type NextStep =
  | { kind: 'delivered'; deliveryId: string | null }
  | { kind: 'again'; dueAt: Date; reason: string }
  | { kind: 'failed'; reason: string };

/**
 * What follows an attempt.
 * @param attempts how many have been made, this one included
 * @param backoffSeconds the wait before each attempt; their count is how many there are
 */
export function nextStep(outcome: DeliveryOutcome, attempts: number, backoffSeconds: readonly number[], now: Date): NextStep {
  if (outcome.kind === 'delivered') return outcome;
  if (outcome.kind === 'refused') return { kind: 'failed', reason: outcome.reason };
  const wait = backoffSeconds[attempts];
  if (wait === undefined) return { kind: 'failed', reason: outcome.reason };
  const seconds = Math.max(wait, Math.min(outcome.afterSeconds ?? 0, longestWaitSeconds));
  return { kind: 'again', dueAt: new Date(now.getTime() + seconds * 1_000), reason: outcome.reason };
}

/** What an HTTP answer means: only 2xx is success, 410 is the end, everything else may change. */
export function outcomeOf(answer: { status: number; retryAfterSeconds?: number | undefined; body: string }): DeliveryOutcome {
  if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered', deliveryId: deliveryIdOf(answer.body) };
  const reason = `HTTP ${answer.status}`;
  if (answer.status === 410) return { kind: 'refused', reason };
  const { retryAfterSeconds: afterSeconds } = answer;
  return { kind: 'retry', reason, ...(afterSeconds === undefined ? {} : { afterSeconds }) };
}

/** `id` of a JSON object. A number is kept as it was written: microblog ids exceed 2^53. */
function deliveryIdOf(body: string): string | null {
  try {
    const answer: unknown = JSON.parse(body, (key, value: unknown, context?: { source?: string }) =>
      key === 'id' && typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
    const id = (answer as { id?: unknown } | null)?.id;
    return typeof id === 'string' && id !== '' && id.length <= 200 && !id.includes('\u0000') && id.isWellFormed() ? id : null;
  } catch {
    return null;
  }
}
