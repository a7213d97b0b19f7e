import { Inject, Injectable } from '@nestjs/common';
import type { EventData, messageRegistered } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { loadHidden, type Hidden } from '../forgetting/hidden-rows.js';
import { IssueReview } from '../review/issue-review.js';
import { lockIssues, type Issue } from '../rows/issue-rows.js';
import { knownMembers, lastPosition, type Participant } from '../rows/member-rows.js';
import { KnownTerms, TermCounts } from '../terms/term-counts.js';
import { sharedTermsOf, vectorOf, type Vector } from '../terms/vector.rules.js';
import { fragmentsOf, termCountsOf, wordsOf, type Words } from '../terms/words.rules.js';
import { bestOf, daysBefore, grown, issuesFoundBy, keysOf, parameters, weekOf, type Compared } from './cluster.rules.js';
import { comparedWithStored } from './comparison.js';
import { Workspace } from './workspace.js';

const termsShown = 8;

type Registration = EventData<typeof messageRegistered>;

/** A registered message as it is put into an issue. */
interface Message extends Omit<Registration, 'registeredAt' | 'externalId'> {
  externalId: string | null;
  registeredAt: Date;
  person: string;
  words: Words;
  counts: Map<string, number>;
  /** As the epoch in which it is taken weighs it. */
  vector: Vector;
  /** How like issues it is as they were when the batch began, by their ids. */
  compared: ReadonlyMap<string, Compared>;
}

/**
 * Takes registered messages one after another and puts each into its issue. One batch at a time, under an advisory lock, in the order in
 * which its messages were registered. What comes out follows from the recorded sequence alone: neither the size of the batches nor who
 * took them makes a difference.
 */
@Injectable()
export class HotIssueGrouping {
  private readonly known = new KnownTerms();

  constructor(@Inject(IssueReview) private readonly review: IssueReview) {}

  /** In the caller's transaction, which holds the lock until it ends: what is rolled back leaves nothing behind. */
  async take(manager: EntityManager, registrations: readonly Registration[]): Promise<void> {
    await lockIssues(manager);
    const messages = await notTakenYet(manager, registrations);
    if (messages.length === 0) return;
    const before = await lastPosition(manager);
    this.known.continueFrom(before);
    const counts = await TermCounts.load(manager, this.known);
    let workspace = new Workspace(manager);
    for (const [index, message] of messages.entries()) {
      const position = String(Number(before) + 1 + index);
      const begins = await counts.reach(weekOf(message.registeredAt), position);
      if (begins) {
        await workspace.flush();
        await retireQuiet(manager, message.registeredAt);
        workspace = new Workspace(manager);
      }
      if (begins || index === 0) await lookAhead(workspace, counts, messages.slice(index));
      await this.place(workspace, counts, message, position);
      counts.count(message.counts.keys());
    }
    await workspace.flush();
    await counts.flush();
    this.known.reach(String(Number(before) + messages.length));
  }

  private async place(workspace: Workspace, counts: TermCounts, message: Message, position: string): Promise<void> {
    const { vector } = message;
    const terms = vector.map(([term]) => term);
    const found = issuesFoundBy(terms, await workspace.listsOf(terms));
    const best = bestOf(await workspace.comparedWith(found, vector, message.compared), parameters.joinAt);
    const [joined] = best ? await workspace.issuesOf([best.issueId]) : [];
    const issue = joined ?? newIssue(message, position);
    const counted = !best || !(await workspace.hasParticipant(issue.issueId, message.person));
    workspace.add({
      ...message,
      position,
      issueId: issue.issueId,
      score: best?.score ?? null,
      sharedTerms: best ? sharedTermsOf(issue.sum, vector, termsShown) : [],
      counted,
      fragments: fragmentsOf(message.words, new Set(terms)),
    });
    const next = withMessage(issue, message, counted ? vector : null);
    workspace.put(next);
    if (counted && best) await this.review.review(workspace, next, counts, { at: message.registeredAt, position });
  }
}

/** Weighs these messages, and reads together what they will need, as far as can be told. What it did not foresee is read when it is needed. */
async function lookAhead(workspace: Workspace, counts: TermCounts, messages: Message[]): Promise<void> {
  await counts.ask(messages.flatMap((message) => [...message.counts.keys()]));
  for (const message of messages) {
    message.vector = vectorOf(message.counts, counts.frequencies);
  }
  const terms = messages.map(({ vector }) => vector.map(([term]) => term));
  const lists = await workspace.listsOf(terms.flat());
  const compared = await comparedWithStored(workspace.manager, messages.map(({ vector }, index) => ({ vector, found: issuesFoundBy(terms[index] ?? [], lists) })));
  const likely: Participant[] = [];
  for (const [index, message] of messages.entries()) {
    message.compared = compared[index] ?? message.compared;
    const best = bestOf(message.compared.values(), parameters.joinAt);
    if (best) likely.push({ issueId: best.issueId, person: message.person });
  }
  await workspace.issuesOf([...new Set(likely.map(({ issueId }) => issueId))]);
  await workspace.readParticipants(likely);
}

/** In the order of their registration. Whatever brings a message again, it stands in its issue already. */
async function notTakenYet(manager: EntityManager, registrations: readonly Registration[]): Promise<Message[]> {
  const known = await knownMembers(manager, registrations.map(({ messageId }) => messageId));
  const fresh = new Map(registrations.filter(({ messageId }) => !known.has(messageId)).map((registration) => [registration.messageId, registration]));
  const hidden = await loadHidden(manager, [...fresh.keys()]);
  return [...fresh.values()].map((registration) => read(asShown(registration, hidden.get(registration.messageId)))).sort((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime() || (a.messageId < b.messageId ? -1 : 1));
}

/** What was hidden before it came here is not looked at. */
function asShown(registration: Registration, hidden: Hidden | undefined): Registration {
  if (!hidden) return registration;
  if (hidden.isGone) return { ...registration, title: '', text: '' };
  return { ...registration, title: hidden.title ?? registration.title, text: hidden.text ?? registration.text };
}

function read(registration: Registration): Message {
  const words = wordsOf(registration);
  return {
    ...registration, externalId: registration.externalId ?? null, registeredAt: new Date(registration.registeredAt), person: registration.authorHash,
    words, counts: termCountsOf(words), vector: [], compared: new Map(),
  };
}

function newIssue({ messageId, registeredAt }: Message, position: string): Issue {
  return {
    issueId: messageId, ordinal: Number(position), state: 'gathering', sum: [], keys: [], people: 0, messages: 0, firstAt: registeredAt,
    lastAt: registeredAt, raisedAt: null, cohesion: 0, anchor: null, matters: [], peakPeople: 0, peakAt: null, mergedInto: null, apartFrom: [],
    wantsUrgingOrder: false, retired: false, title: null, version: 0,
  };
}

/** @param weight of the person's first message; a later one changes no more than the count of messages */
function withMessage(issue: Issue, { registeredAt }: Message, weight: Vector | null): Issue {
  const sum = weight ? grown(issue.sum, weight) : issue.sum;
  return {
    ...issue,
    sum,
    keys: weight ? keysOf(sum) : issue.keys,
    people: issue.people + (weight ? 1 : 0),
    messages: issue.messages + 1,
    firstAt: registeredAt < issue.firstAt ? registeredAt : issue.firstAt,
    lastAt: registeredAt > issue.lastAt ? registeredAt : issue.lastAt,
  };
}

/** What was never hot and has long been quiet is not looked for any more, and its terms are forgotten. What was hot can come back. */
async function retireQuiet(manager: EntityManager, at: Date): Promise<void> {
  const retired = (await manager.query(
    `UPDATE hot_issue SET retired = true, sum = '[]', keys = '{}' WHERE state = 'gathering' AND NOT retired AND last_at < $1 RETURNING issue_id`,
    [daysBefore(at, parameters.retireDays)],
  )) as [{ issue_id: string }[], number];
  const issueIds = retired[0].map(({ issue_id: issueId }) => issueId);
  if (issueIds.length === 0) return;
  await manager.query('DELETE FROM hot_issue_key WHERE issue_id = ANY ($1::uuid[])', [issueIds]);
  await manager.query(`UPDATE hot_member SET vector = '[]', fragments = '{}', shared_terms = '{}' WHERE issue_id = ANY ($1::uuid[])`, [issueIds]);
}
