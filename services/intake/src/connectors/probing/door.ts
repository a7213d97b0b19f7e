import { ProbeFault } from '../../delivery/probing.js';

const answerMs = 20_000;

/**
 * One of our own doors as it is found from outside, by whatever stands before it.
 * @throws ProbeFault where it answers otherwise than it should
 */
export async function knock(url: URL, request: RequestInit, expected: number): Promise<Response> {
  const answer = await fetch(url, { ...request, redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
  if (answer.status === expected) return answer;
  await answer.body?.cancel();
  throw new ProbeFault('refused', `${url.pathname} answered ${answer.status}`);
}
