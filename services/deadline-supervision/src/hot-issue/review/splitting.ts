import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@wenzheng/platform';
import { tellingRarityOf } from '../terms/everyday.rules.js';
import { sumOf, type Vector } from '../terms/vector.rules.js';
import { keysOf, parameters } from '../grouping/cluster.rules.js';
import { cohesionOf } from '../cohesion/cohesion.rules.js';
import { type Issue } from '../rows/issue-rows.js';
import { loadWords } from '../rows/member-rows.js';
import { countFirsts } from './merging.js';
import { sharedWordsOf, termsOf } from '../cohesion/phrases.rules.js';
import { KnownTerms, TermCounts } from '../terms/term-counts.js';
import type { Workspace } from '../grouping/workspace.js';

/**
 * Moves messages out of an issue, and recomputes both anew from the members that they have.
 * @param target null makes a new issue, which is shown if there are several messages
 * @returns where they are now; null if they are not all its messages, or are all of its messages
 */
export async function splitOff(workspace: Workspace, from: Issue, target: Issue | null, messageIds: readonly string[], now: Date): Promise<Issue | null> {
  const { manager } = workspace;
  const wanted = new Set(messageIds);
  const [{ found }] = (await manager.query(
    'SELECT count(*)::int AS found FROM hot_member WHERE issue_id = $1 AND message_id = ANY ($2::uuid[])',
    [from.issueId, [...wanted]],
  )) as [{ found: number }];
  if (found !== wanted.size || found === from.messages) return null;
  const place = target ?? (await newIssue(manager, from, messageIds, found > 1 ? now : null));
  await manager.query('UPDATE hot_member SET issue_id = $2, moved = true WHERE issue_id = $1 AND message_id = ANY ($3::uuid[])', [
    from.issueId, place.issueId, [...wanted],
  ]);
  const left = await recompute(manager, { ...from, apartFrom: together(from.apartFrom, place.issueId) });
  const recomputed = await recompute(manager, { ...place, apartFrom: together(place.apartFrom, from.issueId), retired: false });
  const there = target ? recomputed : await describe(manager, recomputed);
  workspace.put(left);
  workspace.put(there);
  return there;
}

const together = (ids: readonly string[], id: string): string[] => [...new Set([...ids, id])].sort();

async function newIssue(manager: EntityManager, from: Issue, messageIds: readonly string[], shownAt: Date | null): Promise<Issue> {
  const [{ ordinal }] = (await manager.query('SELECT min(position)::float8 AS ordinal FROM hot_member WHERE message_id = ANY ($1::uuid[])', [
    messageIds,
  ])) as [{ ordinal: number }];
  return {
    ...from, issueId: randomUUID(), ordinal, state: shownAt ? 'raised' : 'gathering', sum: [], keys: [], raisedAt: shownAt, cohesion: 0, anchor: null,
    matters: [], peakPeople: 0, peakAt: null, apartFrom: [], wantsUrgingOrder: false, title: null, version: 0,
  };
}

/** People, messages, times and sum, from the members. */
async function recompute(manager: EntityManager, issue: Issue): Promise<Issue> {
  const people = await countFirsts(manager, issue.issueId);
  const members = await manager.query<{ vector: Vector; counted: boolean; registeredAt: Date }[]>(
    'SELECT vector, counted, registered_at AS "registeredAt" FROM hot_member WHERE issue_id = $1 ORDER BY position',
    [issue.issueId],
  );
  const times = members.map(({ registeredAt }) => registeredAt.getTime()).sort((a, b) => a - b);
  const sum = members.filter(({ counted }) => counted).reduce<Vector>((all, { vector }) => sumOf(all, vector), []).slice(0, parameters.sumTerms);
  return {
    ...issue, sum, keys: keysOf(sum), people, messages: members.length,
    firstAt: new Date(times[0] ?? issue.firstAt), lastAt: new Date(times.at(-1) ?? issue.lastAt),
  };
}

/** What the people of a new issue share, however little that is: its title. */
async function describe(manager: EntityManager, issue: Issue): Promise<Issue> {
  const shared = sharedWordsOf(await loadWords(manager, issue.issueId));
  const counts = await TermCounts.load(manager, new KnownTerms());
  await counts.ask(termsOf(shared));
  const { anchor, matters, value } = cohesionOf(shared, (term) => tellingRarityOf(term, counts.frequencies));
  return { ...issue, anchor, matters, cohesion: value };
}
