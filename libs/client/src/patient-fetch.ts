import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** Default 8: some two minutes. */
  attempts?: number;
  /** Of one attempt; default 30,000. */
  timeoutMs?: number;
  fetch?: typeof fetch;
  pause?: (milliseconds: number) => Promise<unknown>;
}

const passing = new Set([429, 502, 503, 504]);
const longestPauseMs = 30_000;

/**
 * Sends the same request until it is answered: after 429 and 503 not before `Retry-After`, after a lost connection or answer with growing pauses. Safe, because
 * every request of intake's is one deed however often it comes. The last answer is given back, whatever it is.
 */
export function patientFetch({ attempts = 8, timeoutMs = 30_000, fetch: send = fetch, pause = sleep }: Patience = {}): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      try {
        const response = await send(request.clone(), { signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]) });
        if (isLast || !passing.has(response.status)) return response;
        await response.body?.cancel();
        await pause(pauseMs(attempt, Number(response.headers.get('retry-after'))));
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
        await pause(pauseMs(attempt));
      }
    }
  };
}

/** With some chance in it, so that many that were refused at once do not come back at once. */
const pauseMs = (attempt: number, askedSeconds = 0): number => Math.max(askedSeconds * 1_000, Math.min(longestPauseMs, 500 * 2 ** (attempt - 1))) + Math.random() * 500;
