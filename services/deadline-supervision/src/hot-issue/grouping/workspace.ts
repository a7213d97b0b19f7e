import type { EntityManager } from '@wenzheng/platform';
import { parameters, type Compared, type Lists } from './cluster.rules.js';
import { likenessTo, type Vector } from '../terms/vector.rules.js';
import { comparedWithStored } from './comparison.js';
import { loadIssues, loadLists, writeIssues, writeKeys, type Issue, type Key } from '../rows/issue-rows.js';
import { insertMembers, loadParticipants, type Participant, type Member } from '../rows/member-rows.js';

/** Its list is longer than counts; how much longer is not known. */
const tooLong: readonly string[] = Array.from({ length: parameters.longestList + 1 }, () => '');

/**
 * Issues, keys and members within one transaction that holds the lock: what was read is not read again, what is written is written
 * together. Limit: whoever asks the database about members or issues by itself calls `flush` first.
 */
export class Workspace {
  private readonly issues = new Map<string, Issue>();
  private readonly storedKeys = new Map<string, readonly string[]>();
  private readonly lists = new Map<string, readonly string[]>();
  private readonly people = new Map<string, boolean>();
  private readonly changed = new Set<string>();
  private members: Member[] = [];

  constructor(readonly manager: EntityManager) {}

  /** The lists of these terms, those not known yet in one statement. */
  async listsOf(terms: readonly string[]): Promise<Lists> {
    const unknown = [...new Set(terms)].filter((term) => !this.lists.has(term));
    if (unknown.length === 0) return this.lists;
    const unwritten = [...this.changed].flatMap((id) => this.issues.get(id) ?? []);
    const [gone, added] = [listsIn(unwritten.flatMap((issue) => this.keysGone(issue))), listsIn(unwritten.flatMap((issue) => this.keysAdded(issue)))];
    const stored = await loadLists(this.manager, unknown);
    for (const term of unknown) {
      const list = cut(stored.get(term) ?? []);
      // Of a list that is too long it is not known how many would be left.
      if (list === tooLong && gone.has(term)) return this.flush().then(() => this.listsOf(terms));
      const left = list.filter((id) => !gone.get(term)?.includes(id));
      this.lists.set(term, list === tooLong ? tooLong : cut([...left, ...(added.get(term) ?? [])]));
    }
    return this.lists;
  }

  /**
   * How like these issues it is.
   * @param stored how like them it is as they are stored, as far as that is known
   */
  async comparedWith(issueIds: readonly string[], vector: Vector, stored: ReadonlyMap<string, Compared>): Promise<Compared[]> {
    const likeness = likenessTo(vector);
    const present = issueIds.flatMap((id) => this.issues.get(id) ?? []).map(({ issueId, ordinal, sum }) => ({ issueId, ordinal, score: likeness(sum) }));
    const others = issueIds.filter((id) => !this.issues.has(id));
    const [more] = await comparedWithStored(this.manager, [{ vector, found: others.filter((id) => !stored.has(id)) }]);
    return [...present, ...others.flatMap((id) => stored.get(id) ?? more?.get(id) ?? [])];
  }

  async issuesOf(issueIds: readonly string[]): Promise<Issue[]> {
    const unknown = issueIds.filter((id) => !this.issues.has(id));
    for (const issue of await loadIssues(this.manager, unknown)) {
      this.issues.set(issue.issueId, issue);
      this.storedKeys.set(issue.issueId, issue.keys);
    }
    return issueIds.flatMap((id) => this.issues.get(id) ?? []);
  }

  /** Finds out in one statement which of these people have a message in which of these issues. */
  async readParticipants(pairs: readonly Participant[]): Promise<void> {
    const unknown = pairs.filter((pair) => !this.people.has(nameOf(pair)));
    for (const pair of unknown) this.people.set(nameOf(pair), false);
    for (const pair of await loadParticipants(this.manager, unknown)) this.people.set(nameOf(pair), true);
  }

  async hasParticipant(issueId: string, person: string): Promise<boolean> {
    await this.readParticipants([{ issueId, person }]);
    return this.people.get(nameOf({ issueId, person })) ?? false;
  }

  /** Members have gone from issue to issue. */
  forgetParticipants(): void {
    this.people.clear();
  }

  put(issue: Issue): void {
    const before = this.issues.get(issue.issueId)?.keys ?? [];
    this.issues.set(issue.issueId, issue);
    this.changed.add(issue.issueId);
    for (const term of before.filter((key) => !issue.keys.includes(key))) this.unlist(term, issue.issueId);
    for (const term of issue.keys.filter((key) => !before.includes(key))) this.enlist(term, issue.issueId);
  }

  add(member: Member): void {
    this.members.push(member);
    this.people.set(nameOf(member), true);
  }

  async flush(): Promise<void> {
    const issues = [...this.changed].flatMap((id) => this.issues.get(id) ?? []);
    const members = this.members;
    this.changed.clear();
    this.members = [];
    await writeIssues(this.manager, issues);
    await writeKeys(this.manager, { gone: issues.flatMap((issue) => this.keysGone(issue)), added: issues.flatMap((issue) => this.keysAdded(issue)) });
    for (const issue of issues) this.storedKeys.set(issue.issueId, issue.keys);
    await insertMembers(this.manager, members);
  }

  private keysGone({ issueId, keys }: Issue): Key[] {
    return (this.storedKeys.get(issueId) ?? []).filter((term) => !keys.includes(term)).map((term) => ({ term, issueId }));
  }

  private keysAdded({ issueId, keys }: Issue): Key[] {
    const stored = this.storedKeys.get(issueId) ?? [];
    return keys.filter((term) => !stored.includes(term)).map((term) => ({ term, issueId }));
  }

  private enlist(term: string, issueId: string): void {
    const list = this.lists.get(term);
    if (list && list !== tooLong) this.lists.set(term, cut([...list, issueId]));
  }

  /** A list that was too long may no longer be: it is read again. */
  private unlist(term: string, issueId: string): void {
    const list = this.lists.get(term);
    if (list === tooLong) this.lists.delete(term);
    else if (list) this.lists.set(term, list.filter((id) => id !== issueId));
  }
}

const cut = (list: readonly string[]): readonly string[] => (list.length > parameters.longestList ? tooLong : list);

const nameOf = ({ issueId, person }: Participant): string => `${issueId} ${person}`;

const listsIn = (keys: readonly Key[]): Map<string, string[]> =>
  new Map([...Map.groupBy(keys, ({ term }) => term)].map(([term, own]) => [term, own.map(({ issueId }) => issueId)]));
