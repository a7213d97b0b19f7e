import { setImmediate as breath } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, describeError, isTransient, LOGGER, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { bestOf, daysBefore, grown, issuesFoundBy, keysOf, parameters, weekOf, type Compared } from './cluster.rules.js';
import { comparedWithStored } from './comparison.js';
import { lastPosition, tryLockIssues, type Acquaintance, type Issue } from './issue-rows.js';
import { Judgement } from './judgement.js';
import { leaveQueue, nextWaiting, type Waiting } from './queue.js';
import { KnownTerms, TermCounts } from './term-counts.js';
import { Workspace } from './workspace.js';
import { fragmentsOf, termCountsOf, wordsOf, type Words } from '../terms/words.rules.js';
import { sharedTermsOf, vectorOf, type Vector } from '../terms/vector.rules.js';

export const batchSize = 64;
const termsShown = 8;

interface Read extends Waiting {
  words: Words;
  counts: Map<string, number>;
  /** As the epoch in which it is taken weighs it. */
  vector: Vector;
  /** How like issues it is as they were when the batch began, by their ids. */
  compared: ReadonlyMap<string, Compared>;
}

/**
 * Takes registered messages one after another and puts each into its issue. One replica at a time, under an advisory lock; everything
 * of a batch in one transaction. What comes out follows from the recorded sequence alone: neither the size of the batches nor who took
 * them makes a difference, and a batch that was cut off leaves nothing behind.
 */
@Injectable()
export class HotIssueSequencer {
  private readonly known = new KnownTerms();

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Judgement) private readonly judgement: Judgement,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Takes what waits, until nothing does or another replica is at it.
   * @param now real time, by which an import has come to rest; null does not wait for that
   * @returns how many it took
   */
  async take(now: Date | null, size = batchSize): Promise<number> {
    let total = 0;
    for (;;) {
      const taken = await this.takeBatch(now, size);
      total += taken;
      if (taken < size) return total;
    }
  }

  /** Returns fewer than `size` if nothing more waits, or another replica is at it. */
  async takeBatch(now: Date | null, size = batchSize): Promise<number> {
    try {
      return await this.dataSource.transaction((manager) => this.work(manager, now, size));
    } catch (error) {
      this.known.forget();
      if (isTransient(error)) throw error;
      if (size > 1) return this.takeOneByOne(now, size);
      await this.skip(now, error);
      return 1;
    }
  }

  private async takeOneByOne(now: Date | null, size: number): Promise<number> {
    let taken = 0;
    while (taken < size && (await this.takeBatch(now, 1)) === 1) taken += 1;
    return taken;
  }

  /** A message that fails by itself must not keep the others out; it has its clock all the same. */
  private async skip(now: Date | null, cause: unknown): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      if (!(await tryLockIssues(manager))) return;
      const waiting = await nextWaiting(manager, 1, now);
      await leaveQueue(manager, waiting.map(({ messageId }) => messageId));
      const [message] = waiting;
      this.logger.error({ alarm: 'hot-issue-skipped', messageId: message?.messageId, error: describeError(cause) }, 'message left out of the hot issues');
    });
  }

  /** One batch in the caller's transaction. */
  async work(manager: EntityManager, now: Date | null, size: number): Promise<number> {
    if (!(await tryLockIssues(manager))) return 0;
    const waiting = await nextWaiting(manager, size, now);
    if (waiting.length === 0) return 0;
    const messages: Read[] = [];
    for (const message of waiting) {
      messages.push(read(message));
      await breath();
    }
    const counts = await TermCounts.load(manager, this.known);
    const first = Number(await lastPosition(manager)) + 1;
    let workspace = new Workspace(manager);
    for (const [index, message] of messages.entries()) {
      const position = String(first + index);
      const begins = await counts.reach(weekOf(message.registeredAt), position);
      if (begins) {
        await workspace.flush();
        await retireQuiet(manager, message.registeredAt);
        workspace = new Workspace(manager);
      }
      if (begins || index === 0) await lookAhead(workspace, counts, messages.slice(index));
      await this.place(workspace, counts, message, position);
      counts.count(message.counts.keys());
      // Clocks must not wait for a whole batch.
      await breath();
    }
    await workspace.flush();
    await counts.flush();
    await leaveQueue(manager, waiting.map(({ messageId }) => messageId));
    return waiting.length;
  }

  private async place(workspace: Workspace, counts: TermCounts, message: Read, position: string): Promise<void> {
    const { vector } = message;
    const terms = vector.map(([term]) => term);
    const found = issuesFoundBy(terms, await workspace.listsOf(terms));
    const best = bestOf(await workspace.comparedWith(found, vector, message.compared), parameters.joinAt);
    const [joined] = best ? await workspace.issuesOf([best.issueId]) : [];
    const issue = joined ?? newIssue(message, position);
    const counted = !best || !(await workspace.knows(issue.issueId, message.person));
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
    if (counted && best) await this.judgement.judge(workspace, next, counts, { at: message.registeredAt, position });
  }
}

/** Weighs these messages, and reads together what they will need, as far as can be told. What it did not foresee is read when it is needed. */
async function lookAhead(workspace: Workspace, counts: TermCounts, messages: Read[]): Promise<void> {
  await counts.ask(messages.flatMap((message) => [...message.counts.keys()]));
  for (const message of messages) {
    message.vector = vectorOf(message.counts, counts.frequencies);
    await breath();
  }
  const terms = messages.map(({ vector }) => vector.map(([term]) => term));
  const lists = await workspace.listsOf(terms.flat());
  const compared = await comparedWithStored(workspace.manager, messages.map(({ vector }, index) => ({ vector, found: issuesFoundBy(terms[index] ?? [], lists) })));
  const likely: Acquaintance[] = [];
  for (const [index, message] of messages.entries()) {
    message.compared = compared[index] ?? message.compared;
    const best = bestOf(message.compared.values(), parameters.joinAt);
    if (best) likely.push({ issueId: best.issueId, person: message.person });
  }
  await workspace.issuesOf([...new Set(likely.map(({ issueId }) => issueId))]);
  await workspace.meet(likely);
}

const read = (message: Waiting): Read => {
  const words = wordsOf(message);
  return { ...message, words, counts: termCountsOf(words), vector: [], compared: new Map() };
};

function newIssue({ messageId, registeredAt }: Waiting, position: string): Issue {
  return {
    issueId: messageId, ordinal: Number(position), state: 'gathering', sum: [], keys: [], people: 0, messages: 0, firstAt: registeredAt,
    lastAt: registeredAt, raisedAt: null, gate: 0, anchor: null, matters: [], peakPeople: 0, peakAt: null, mergedInto: null, apartFrom: [],
    wantsUrgingOrder: false, retired: false, version: 0,
  };
}

/** @param weight of the person's first message; a later one changes no more than the count of messages */
function withMessage(issue: Issue, { registeredAt }: Waiting, weight: Vector | null): Issue {
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
