import { percentile } from './load.js';
import type { Row } from './report.js';

interface Asked {
  part: string;
  what: string;
  url: string;
  token: string;
  reads: number;
  /** Of a POST, the one for each read. */
  body?: (number: number) => object;
  /** Whether the answer is worth being timed; one that is empty is not. */
  isFull?: (answer: { items: unknown[] }) => boolean;
}

/** The first ones find nothing in any cache. */
const warming = 5;

/** Somebody who reads a list page after page, from its beginning again after the last. */
export async function readPages({ part, what, url, token, reads, body, isFull = ({ items }) => items.length > 0 }: Asked): Promise<Row> {
  const latencies: number[] = [];
  let after = '';
  for (let number = 0; number < reads + warming; number += 1) {
    const given = body && { method: 'POST', body: JSON.stringify(body(number)) };
    const begun = performance.now();
    const response = await fetch(url + after, { ...given, headers: { authorization: `Bearer ${token}`, ...(given && { 'content-type': 'application/json' }) } });
    const answer = (await response.json()) as { items: unknown[]; next?: string | null };
    if (number >= warming) latencies.push(performance.now() - begun);
    if (response.status !== 200 || !isFull(answer)) throw new Error(`${what} was answered ${response.status}`);
    after = answer.next ? `${url.includes('?') ? '&' : '?'}after=${encodeURIComponent(answer.next)}` : '';
  }
  return { part, what: `${what}, p95`, value: percentile(latencies, 0.95), unit: 'ms', goal: { atMost: 50 } };
}
