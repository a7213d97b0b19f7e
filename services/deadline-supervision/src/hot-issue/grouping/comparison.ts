import type { EntityManager } from '@wenzheng/platform';
import { likenessTo, type Vector } from '../terms/vector.rules.js';
import type { Compared } from './cluster.rules.js';
import { loadSums } from '../rows/issue-rows.js';

/** Long enough that there are few statements, short enough that nobody waits for the parsing. */
const sumsAtOnce = 256;

/**
 * How like stored issues each of these is, by their ids. A sum is read once for all of them and not kept: what many messages are
 * compared with would fill the memory.
 */
export async function comparedWithStored(
  manager: Pick<EntityManager, 'query'>,
  asked: readonly { vector: Vector; found: readonly string[] }[],
): Promise<Map<string, Compared>[]> {
  const asking = asked.map(({ vector, found }) => ({ found, likeness: likenessTo(vector), compared: new Map<string, Compared>() }));
  const askers = new Map<string, typeof asking>();
  for (const one of asking) for (const issueId of one.found) askers.set(issueId, [...(askers.get(issueId) ?? []), one]);
  const issueIds = [...askers.keys()];
  for (let from = 0; from < issueIds.length; from += sumsAtOnce) {
    for (const { issueId, ordinal, sum } of await loadSums(manager, issueIds.slice(from, from + sumsAtOnce))) {
      const parsed = JSON.parse(sum) as Vector;
      for (const { likeness, compared } of askers.get(issueId) ?? []) compared.set(issueId, { issueId, ordinal, score: likeness(parsed) });
    }
  }
  return asking.map(({ compared }) => compared);
}
