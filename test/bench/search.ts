import { letters } from './measure/letters.js';
import { percentile, type LoadGenerator } from './measure/load.js';
import { fillPortal } from './measure/public-messages.js';
import type { Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

export interface SearchPlan {
  /** Among which everything is looked for. */
  messages: number;
  /** For each kind of query. */
  seconds: number;
}

const part = 'search';
const readers = 50;
/** Nobody reads what was found in less. */
const restMs = 1_000;

/** People who look for something on the board: fifty at once, each for something else every time. */
export async function measureSearch(stand: Stand, load: LoadGenerator, { messages, seconds }: SearchPlan): Promise<Row[]> {
  const rate = await fillPortal(stand, messages);
  const rows: Row[] = [{ part, what: `indexed among ${messages}`, value: rate, unit: '/s' }, ...(await sizes(stand))];
  const latencies: number[] = [];
  for (const [name, paths] of Object.entries(queries())) {
    const order = { kind: 'reads', url: stand.endpoints.services.publication, paths, connections: readers, restMs } as const;
    await load.run({ ...order, amount: { count: readers } });
    // What was asked before would come from the cache.
    const result = await load.run({ ...order, paths: paths.slice(readers), amount: { seconds } });
    latencies.push(...result.latencies);
    const what = `${readers} readers, ${name}`;
    rows.push(
      { part, what: `${what}, p50`, value: percentile(result.latencies, 0.5), unit: 'ms' },
      { part, what: `${what}, p95`, value: percentile(result.latencies, 0.95), unit: 'ms', goal: { atMost: 50 } },
    );
    if (result.refused > 0) rows.push({ part, what: `${what}, sent away with 503`, value: result.refused / result.count, unit: 'of 1', goal: { atMost: 0 } });
  }
  const all = latencies.toSorted((a, b) => a - b);
  rows.push({ part, what: `${readers} readers, all of them, p50`, value: percentile(all, 0.5), unit: 'ms' }, { part, what: `${readers} readers, all of them, p95`, value: percentile(all, 0.95), unit: 'ms', goal: { atMost: 50 } });
  return rows;
}

/** Addresses of each kind, none of them twice: as long a word, as many of them, as people type. Of the letters' own words, common ones as often as they are used. */
function queries(): Record<string, string[]> {
  const source = letters(7);
  const some = Array.from({ length: 4_000 }, () => source.next().value);
  const from = ({ text }: { text: string }, at: number, length: number) => text.slice(at, at + length);
  const asked = (q: (letter: { title: string; text: string }, number: number) => string, more = '') => [...new Set(some.map((letter, number) => `/messages?q=${encodeURIComponent(q(letter, number))}${more}`))];
  const two = (letter: { text: string }) => `${from(letter, 10, 2)} ${from(letter, 40, 2)}`;
  return {
    'one word': asked((letter) => from(letter, 20, 3)),
    'two words': asked(two),
    'two words, a kind of message, most relevant first': asked(two, '&kind=complaint&sort=relevance'),
    'a sentence, most relevant first': asked(({ title }) => title.slice(0, 12), '&sort=relevance'),
    'what nobody wrote': asked(({ text }, number) => `${text.slice(0, 4)}${String(number).padStart(4, '0')}`),
    'the end of a number': asked((_, number) => String(number * 7 + 1_000)),
  };
}

/** Disk, in MiB. */
async function sizes(stand: Stand): Promise<Row[]> {
  const found = await stand.sql<{ name: string; mebibytes: number }>(
    `SELECT name, pg_total_relation_size('publication.' || name)::float8 / 1048576 AS mebibytes FROM unnest(ARRAY['message', 'search_place', 'search_member']) AS name`,
  );
  return found.map(({ name, mebibytes }) => ({ part, what: `the table ${name} on disk`, value: mebibytes, unit: 'MiB' }));
}
