import type { DeliveryOutcome } from './connector.js';

const longestWaitSeconds = 24 * 3_600;

export type NextStep =
  | { kind: 'delivered'; deliveryId: string | null }
  | { kind: 'again'; dueAt: Date; reason: string; holding: boolean }
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
  return { kind: 'again', dueAt: new Date(now.getTime() + seconds * 1_000), reason: outcome.reason, holding: outcome.holding ?? false };
}
