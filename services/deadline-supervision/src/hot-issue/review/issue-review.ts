import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createEvent, hotIssueRaised, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { announce } from '../announcing/announcing.js';
import { fortnightDays } from '../view/heat.rules.js';
import { tellingRarityOf } from '../terms/everyday.rules.js';
import { daysBefore, isLookedAt, issuesSharing, looksForTwin, mayMerge, mostLike, parameters, survivorOf } from '../grouping/cluster.rules.js';
import { merge, mostMatters } from './merging.js';
import { cohesionOf, type Cohesion, type Phrase } from '../cohesion/cohesion.rules.js';
import { recordAct } from '../rows/act-rows.js';
import type { Issue } from '../rows/issue-rows.js';
import { loadWordsSince, peopleBetween } from '../rows/member-rows.js';
import { sharedWordsOf, termsOf, type PersonWords } from '../cohesion/phrases.rules.js';
import type { TermCounts } from '../terms/term-counts.js';
import type { Workspace } from '../grouping/workspace.js';

/** Where in the sequence a decision is taken. */
export interface Moment {
  at: Date;
  position: string;
}

/** An act of the rule is named by what it follows from: a replay gives the same rows. */
function actIdOf(act: string, issueId: string, position: string): string {
  const digest = createHash('sha256').update(`${act} ${issueId} ${position}`).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Looks at an issue that has one person more: has it a twin, is it hot, and what do its people share? */
@Injectable()
export class IssueReview {
  async review(workspace: Workspace, grownIssue: Issue, counts: TermCounts, moment: Moment): Promise<void> {
    const issue = looksForTwin(grownIssue.people) ? await this.joinTwin(workspace, grownIssue, moment) : grownIssue;
    if (!isLookedAt(issue.people)) return;
    await workspace.flush();
    const { manager } = workspace;
    const looked = await this.look(manager, issue, counts);
    const people = await peopleBetween(manager, issue.issueId, daysBefore(issue.lastAt, fortnightDays), issue.lastAt);
    const peak = people > looked.peakPeople ? { peakPeople: people, peakAt: moment.at } : {};
    const isNew = looked.state === 'gathering' && looked.cohesion >= parameters.cohesionAt;
    const next: Issue = { ...looked, ...peak, ...(isNew ? { state: 'raised', raisedAt: moment.at, version: looked.version + 1 } : {}) };
    workspace.put(next);
    if (isNew) await raise(manager, next, moment);
    else if (next.state === 'confirmed') await announce(workspace, [next.issueId], moment.at);
  }

  /** Two issues that began apart and turn out to be one. */
  private async joinTwin(workspace: Workspace, issue: Issue, moment: Moment): Promise<Issue> {
    const sharing = issuesSharing(issue.keys, await workspace.listsOf(issue.keys)).filter((id) => id !== issue.issueId);
    const others = (await workspace.issuesOf(sharing)).filter((other) => mayMerge(issue, other));
    const twin = mostLike(issue.sum, others, parameters.mergeAt);
    if (!twin) return issue;
    const [survivor, gone] = survivorOf(issue, twin.issue);
    return merge(workspace, survivor, gone, {
      actId: actIdOf('merged', gone.issueId, moment.position),
      by: 'rule',
      reason: '',
      ...moment,
      details: { score: twin.score, threshold: parameters.mergeAt },
    });
  }

  /** The cohesion over the last days and over all the time; what passes is added to what the people share. */
  private async look(manager: EntityManager, issue: Issue, counts: TermCounts): Promise<Issue> {
    const cohesions: Cohesion[] = [];
    for (const people of await loadWordsSince(manager, issue.issueId, daysBefore(issue.lastAt, parameters.windowDays))) cohesions.push(await cohesion(people, counts));
    const passed = cohesions.filter(({ value }) => value >= parameters.cohesionAt);
    const best = Math.max(...cohesions.map(({ value }) => value));
    const anchor = passed.find((one) => one.anchor)?.anchor ?? issue.anchor;
    return { ...issue, cohesion: issue.raisedAt ? Math.max(best, issue.cohesion) : best, anchor, matters: withMatters(issue.matters, passed) };
  }
}

async function cohesion(people: readonly PersonWords[], counts: TermCounts): Promise<Cohesion> {
  if (people.length < parameters.people) return { anchor: null, matters: [], value: 0 };
  const shared = sharedWordsOf(people);
  await counts.ask(termsOf(shared));
  return cohesionOf(shared, (term) => tellingRarityOf(term, counts.frequencies));
}

/** A matter that was found again stands as it was found last; the oldest are dropped when there are too many. */
function withMatters(before: readonly Phrase[], passed: readonly Cohesion[]): Phrase[] {
  const matters = new Map(before.map((phrase) => [phrase.text, phrase]));
  for (const phrase of passed.flatMap((one) => one.matters)) {
    matters.delete(phrase.text);
    matters.set(phrase.text, phrase);
  }
  return [...matters.values()].slice(-mostMatters);
}

async function raise(manager: EntityManager, issue: Issue, { at, position }: Moment): Promise<void> {
  const channels = await manager.query<{ channel: ChannelName; messages: number }[]>(
    'SELECT channel, count(*)::int AS messages FROM hot_member WHERE issue_id = $1 GROUP BY channel ORDER BY channel',
    [issue.issueId],
  );
  await recordAct(manager, actIdOf('raised', issue.issueId, position), position, {
    issueId: issue.issueId, act: 'raised', by: 'rule', at, reason: '',
    details: { cohesion: issue.cohesion, threshold: parameters.cohesionAt, people: issue.people, parameters: parameters.version },
  });
  const data = { issueId: issue.issueId, raisedAt: at.toISOString(), raisedOn: businessDateOf(at), people: issue.people, messages: issue.messages, channels };
  await appendToOutbox(manager, [createEvent(hotIssueRaised, { subject: issue.issueId, sequence: issue.version, time: at, data })]);
}
