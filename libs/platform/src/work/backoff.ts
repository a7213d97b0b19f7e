/** Between half and the whole of it, so that replicas that failed together do not come back together. */
export const jitter = (milliseconds: number): number => Math.round(milliseconds * (0.5 + Math.random() / 2));

/** Grows with every attempt, from 1, up to `longestMs`. */
export const backoff = (attempt: number, longestMs = 30_000): number =>
  jitter(Math.min(longestMs, 250 * 2 ** Math.min(attempt - 1, 10)));
