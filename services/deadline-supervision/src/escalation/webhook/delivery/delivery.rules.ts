/** How long an endpoint is given for one delivery, from the first attempt to the last. */
export const patienceMs = 24 * 3_600_000;
const firstPauseMs = 5_000;
const longestPauseMs = 4 * 3_600_000;
/** So many refused deliveries may wait for their retries before later ones wait too. */
const mostSetAside = 10;

/**
 * When to try again after this many attempts: ever later and spread, so that what failed together does not come back together; never
 * sooner than the endpoint asks, and a last time after {@link patienceMs}. Null: that was the last attempt.
 */
export function nextAttemptAt(attempts: number, firstAttemptAt: Date, afterSeconds: number, now: Date, spread: (pauseMs: number) => number): Date | null {
  const end = firstAttemptAt.getTime() + patienceMs;
  if (now.getTime() >= end) return null;
  const pause = spread(Math.min(longestPauseMs, firstPauseMs * 4 ** Math.min(attempts - 1, 10)));
  return new Date(Math.min(end, now.getTime() + Math.max(pause, afterSeconds * 1_000)));
}

export interface Waiting {
  position: string;
  attempts: number;
  firstAttemptAt: Date;
  nextAttemptAt: Date;
  holding: boolean;
}

/**
 * What to do next for an endpoint: deliver again one that waits and is due, in the order of positions; else, unless something holds it up, the next of the
 * list. So deliveries keep their order, but for one that the endpoint itself refuses.
 */
export function taskOf(waiting: readonly Waiting[], now: Date): { kind: 'again'; delivery: Waiting } | { kind: 'next' } | { kind: 'rest' } {
  const due = waiting.find(({ nextAttemptAt: at }) => at <= now);
  if (due) return { kind: 'again', delivery: due };
  const isHeld = waiting.length >= mostSetAside || waiting.some(({ holding }) => holding);
  return isHeld ? { kind: 'rest' } : { kind: 'next' };
}
