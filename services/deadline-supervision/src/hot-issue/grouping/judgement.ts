import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { createEvent, hotIssueRaised, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { fortnightDays } from '../heat.rules.js';
import { tellingRarityOf } from '../terms/everyday.rules.js';
import { daysBefore, grown, isLookedAt, issuesSharing, keysOf, looksForTwin, mayMerge, mostLike, parameters, survivorOf } from './cluster.rules.js';
import { gateOf, type Gate, type Phrase } from './gate.rules.js';
import { loadSpokenSince, peopleBetween, recordAct, type Issue } from './issue-rows.js';
import { hear, termsOf, type Spoken } from './phrases.rules.js';
import type { TermCounts } from './term-counts.js';
import type { Workspace } from './workspace.js';

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

const mostMatters = 24;

/** Looks at an issue that has one person more: has it a twin, is it hot, and what do its people share? */
@Injectable()
export class Judgement {
  async judge(workspace: Workspace, grownIssue: Issue, counts: TermCounts, moment: Moment): Promise<void> {
    const issue = looksForTwin(grownIssue.people) ? await this.joinTwin(workspace, grownIssue, moment) : grownIssue;
    if (!isLookedAt(issue.people)) return;
    await workspace.flush();
    const { manager } = workspace;
    const looked = await this.look(manager, issue, counts);
    const people = await peopleBetween(manager, issue.issueId, daysBefore(issue.lastAt, fortnightDays), issue.lastAt);
    const peak = people > looked.peakPeople ? { peakPeople: people, peakAt: moment.at } : {};
    const isNew = looked.state === 'gathering' && looked.gate >= parameters.gateAt;
    const next: Issue = { ...looked, ...peak, ...(isNew ? { state: 'raised', raisedAt: moment.at, version: looked.version + 1 } : {}) };
    workspace.put(next);
    if (isNew) await raise(manager, next, moment);
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

  /** The gate over the last days and over all the time; what passes is added to what the people share. */
  private async look(manager: EntityManager, issue: Issue, counts: TermCounts): Promise<Issue> {
    const gates: Gate[] = [];
    for (const people of await loadSpokenSince(manager, issue.issueId, daysBefore(issue.lastAt, parameters.windowDays))) gates.push(await gate(people, counts));
    const passed = gates.filter(({ value }) => value >= parameters.gateAt);
    const best = Math.max(...gates.map(({ value }) => value));
    const anchor = passed.find((one) => one.anchor)?.anchor ?? issue.anchor;
    return { ...issue, gate: issue.raisedAt ? Math.max(best, issue.gate) : best, anchor, matters: withMatters(issue.matters, passed) };
  }
}

async function gate(people: readonly Spoken[], counts: TermCounts): Promise<Gate> {
  if (people.length < parameters.people) return { anchor: null, matters: [], value: 0 };
  const heard = hear(people);
  await counts.ask(termsOf(heard));
  return gateOf(heard, (term) => tellingRarityOf(term, counts.frequencies));
}

/** A matter that was found again stands as it was found last; the oldest are dropped when there are too many. */
function withMatters(before: readonly Phrase[], passed: readonly Gate[]): Phrase[] {
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
    details: { gate: issue.gate, threshold: parameters.gateAt, people: issue.people, parameters: parameters.version },
  });
  const data = { issueId: issue.issueId, raisedAt: at.toISOString(), raisedOn: businessDateOf(at), people: issue.people, messages: issue.messages, channels };
  await appendToOutbox(manager, [createEvent(hotIssueRaised, { subject: issue.issueId, sequence: issue.version, time: at, data })]);
}

export interface MergeAct {
  actId: string;
  by: string;
  reason: string;
  at: Date;
  position: string;
  details: object;
}

/** The members of the one go over to the other; its id stays, and leads there. */
export async function merge(workspace: Workspace, survivor: Issue, gone: Issue, act: MergeAct): Promise<Issue> {
  await workspace.flush();
  const { manager } = workspace;
  await manager.query('UPDATE hot_member SET issue_id = $2 WHERE issue_id = $1', [gone.issueId, survivor.issueId]);
  workspace.forgetPeople();
  workspace.put({ ...gone, state: 'merged', mergedInto: survivor.issueId, sum: [], keys: [] });
  const sum = grown(survivor.sum, gone.sum);
  const merged: Issue = {
    ...survivor,
    sum,
    keys: keysOf(sum),
    people: await countFirsts(manager, survivor.issueId),
    messages: survivor.messages + gone.messages,
    firstAt: gone.firstAt < survivor.firstAt ? gone.firstAt : survivor.firstAt,
    lastAt: gone.lastAt > survivor.lastAt ? gone.lastAt : survivor.lastAt,
    anchor: survivor.anchor ?? gone.anchor,
    matters: [...new Map([...survivor.matters, ...gone.matters].map((phrase) => [phrase.text, phrase])).values()].slice(-mostMatters),
    apartFrom: [...new Set([...survivor.apartFrom, ...gone.apartFrom])].filter((id) => id !== survivor.issueId && id !== gone.issueId).sort(),
    retired: false,
  };
  workspace.put(merged);
  const { actId, position, ...rest } = act;
  await recordAct(manager, actId, position, { issueId: gone.issueId, act: 'merged', otherIssueId: survivor.issueId, ...rest });
  return merged;
}

/** Marks each person's first message anew, as members have changed places; returns how many people there are. */
export async function countFirsts(manager: EntityManager, issueId: string): Promise<number> {
  await manager.query(
    `UPDATE hot_member SET counted = first.counted FROM (
       SELECT message_id, row_number() OVER (PARTITION BY person ORDER BY position) = 1 AS counted FROM hot_member WHERE issue_id = $1) AS first
     WHERE hot_member.message_id = first.message_id AND hot_member.counted <> first.counted`,
    [issueId],
  );
  const [row] = await manager.query<{ people: number }[]>('SELECT count(*)::int AS people FROM hot_member WHERE issue_id = $1 AND counted', [issueId]);
  return row?.people ?? 0;
}
