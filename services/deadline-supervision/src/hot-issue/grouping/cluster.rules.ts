import { likenessTo, sumOf, type Vector } from '../terms/vector.rules.js';

/** The rule's numbers; whoever changes one gives them a new version. In thousandths where a share is meant. */
export const parameters = {
  version: '2026-1',
  /** A message joins the issue that it is most like, if it is at least so like it. */
  joinAt: 170,
  /** Two issues are one if their sums are at least so alike… */
  mergeAt: 300,
  /** …and share so many keys. */
  mergeKeys: 3,
  /** An issue is found by its heaviest terms. */
  keys: 16,
  sumTerms: 180,
  /** A term that is the key of more issues finds none. */
  longestList: 32,
  probes: 16,
  /** So many distinct people, in so many days or in all the time, and a cohesion of so much, make an issue hot. */
  people: 5,
  windowDays: 60,
  cohesionAt: 9_000,
  /** The cohesion looks at the latest so many messages. */
  cohesionMessages: 100,
  /** An issue that was never hot and has been quiet so long is not looked for any more. */
  retireDays: 365,
  firstEpochMessages: 16,
} as const;

export interface Candidate {
  issueId: string;
  ordinal: number;
  sum: Vector;
}

const isElder = (one: Omit<Candidate, 'sum'>, other: Omit<Candidate, 'sum'>): boolean =>
  one.ordinal < other.ordinal || (one.ordinal === other.ordinal && one.issueId < other.issueId);

/** The issues that have a term as a key; for one that too many have, a list that is too long. */
export type Lists = ReadonlyMap<string, readonly string[]>;

/** Which issues are looked at: those that have one of the message's heaviest terms, as far as terms lead to few issues, as a key. */
export function issuesFoundBy(terms: readonly string[], lists: Lists): string[] {
  const probes = terms.map((term) => lists.get(term) ?? []).filter(({ length }) => length > 0 && length <= parameters.longestList);
  return [...new Set(probes.slice(0, parameters.probes).flat())];
}

/** An issue, and how like it something is. */
export interface Compared {
  issueId: string;
  ordinal: number;
  score: number;
}

/** The one that it is most like, the elder of two that it is equally like; null if it is like none enough. */
export function bestOf<One extends Compared>(compared: Iterable<One>, least: number): One | null {
  let best: One | null = null;
  for (const one of compared) {
    if (one.score < least) continue;
    if (!best || one.score > best.score || (one.score === best.score && isElder(one, best))) best = one;
  }
  return best;
}

export function mostLike<Issue extends Candidate>(vector: Vector, candidates: readonly Issue[], least: number): { issue: Issue; score: number } | null {
  const likeness = likenessTo(vector);
  return bestOf(candidates.map((issue) => ({ issue, issueId: issue.issueId, ordinal: issue.ordinal, score: likeness(issue.sum) })), least);
}

/** An issue's sum with one more person's first message, or another issue's sum, in it. */
export const grown = (sum: Vector, by: Vector): Vector => sumOf(sum, by).slice(0, parameters.sumTerms);

export const keysOf = (sum: Vector): string[] => sum.slice(0, parameters.keys).map(([term]) => term);

/** At 2, 3, 5, 8, 13… people an issue is compared with others: often enough to find its twin, and ever more seldom. */
export function looksForTwin(people: number): boolean {
  let [one, next] = [2, 3];
  while (one < people) [one, next] = [next, one + next];
  return one === people;
}

/** Fifty people on, an issue is looked at ever more seldom, some fifty times for each doubling: a whole city may speak of one matter. */
export const isLookedAt = (people: number): boolean =>
  people >= parameters.people && (people <= 50 || people % Math.floor(people / 50) === 0);

/** Whose keys are at least so many of these; a key that many issues have says nothing. */
export function issuesSharing(keys: readonly string[], lists: Lists): string[] {
  const shared = new Map<string, number>();
  for (const key of keys) {
    const list = lists.get(key) ?? [];
    if (list.length <= parameters.longestList) for (const issue of list) shared.set(issue, (shared.get(issue) ?? 0) + 1);
  }
  return [...shared].filter(([, count]) => count >= parameters.mergeKeys).map(([issue]) => issue);
}

export const issueStates = ['gathering', 'raised', 'confirmed', 'dismissed', 'merged'] as const;
export type IssueState = (typeof issueStates)[number];

export interface Mergeable {
  issueId: string;
  ordinal: number;
  state: IssueState;
  /** Issues that a person has taken this one apart from. */
  apartFrom: readonly string[];
}

/** What a person has decided the rule does not undo: a dismissed issue takes no other in, and two confirmed ones stay two. */
export function mayMerge(one: Mergeable, other: Mergeable): boolean {
  if (one.state === 'dismissed' || other.state === 'dismissed') return false;
  if (one.state === 'confirmed' && other.state === 'confirmed') return false;
  return !one.apartFrom.includes(other.issueId) && !other.apartFrom.includes(one.issueId);
}

const standing: Record<IssueState, number> = { merged: 0, gathering: 1, dismissed: 2, raised: 3, confirmed: 4 };

/** What people have seen goes on under its own id; else the elder does. */
export const survivorOf = <Issue extends Mergeable>(one: Issue, other: Issue): [survivor: Issue, gone: Issue] =>
  standing[one.state] > standing[other.state] || (standing[one.state] === standing[other.state] && isElder(one, other))
    ? [one, other]
    : [other, one];

/** Terms are counted anew every week, and as often as their number doubles while there are few. */
export const beginsEpoch = (state: { week: number; messages: number; during: number }, week: number): boolean =>
  week > state.week || state.during >= Math.max(parameters.firstEpochMessages, state.messages);

const dayMs = 86_400_000;
/** Weeks since the first Monday of 1970, in Shanghai. */
export const weekOf = (at: Date): number => Math.floor((Math.floor((at.getTime() + 8 * 3_600_000) / dayMs) - 4) / 7);
export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * dayMs);
