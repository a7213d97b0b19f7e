import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { audit, type Deed, DATA_SOURCE, platformProblem, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { announce } from './announcing/announcing.js';
import { recordAct, type Act } from './rows/act-rows.js';
import { lockIssues, type Issue } from './rows/issue-rows.js';
import { lastPosition } from './rows/member-rows.js';
import { merge } from './review/merging.js';
import { splitOff } from './review/splitting.js';
import { Workspace } from './grouping/workspace.js';

export interface Outcome {
  /** The issue to look at afterwards. */
  issueId: string;
  /** The other one that has changed. */
  other?: string;
  isRepeat: boolean;
}

/** What officers decide about hot issues: each once, with a reason, for ever on record. */
@Injectable()
export class HotIssueService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param whenWanted what the officer's wish for an urging order 督办单 brings about, the first time; in the same transaction
   */
  async confirm(
    issueId: string,
    by: Caller,
    { reason, wantsUrgingOrder }: { reason: string; wantsUrgingOrder: boolean },
    whenWanted: (manager: EntityManager) => Promise<void>,
  ): Promise<Outcome> {
    return this.decide(issueId, { by, did: 'hot-issue.confirmed' }, async (workspace, issue) => {
      if (issue.state === 'confirmed' && (issue.wantsUrgingOrder || !wantsUrgingOrder)) return { issueId, isRepeat: true };
      const wanted = issue.wantsUrgingOrder || wantsUrgingOrder;
      this.setState(workspace, { ...issue, state: 'confirmed', wantsUrgingOrder: wanted });
      await this.record(workspace.manager, { issueId, act: 'confirmed', by: by.subject, reason, details: { wantsUrgingOrder } });
      if (wanted && !issue.wantsUrgingOrder) await whenWanted(workspace.manager);
      return { issueId, isRepeat: false };
    });
  }

  async dismiss(issueId: string, by: Caller, { reason }: { reason: string }): Promise<Outcome> {
    return this.decide(issueId, { by, did: 'hot-issue.dismissed' }, async (workspace, issue) => {
      if (issue.state === 'dismissed') return { issueId, isRepeat: true };
      this.setState(workspace, { ...issue, state: 'dismissed' });
      await this.record(workspace.manager, { issueId, act: 'dismissed', by: by.subject, reason, details: {} });
      return { issueId, isRepeat: false };
    });
  }

  /** Gives it a title that stands whatever its people share; a number of a person has no place in it either. */
  async entitle(issueId: string, by: Caller, { reason, ...body }: { reason: string; title: string }): Promise<Outcome> {
    const title = redact(body.title);
    return this.decide(issueId, { by, did: 'hot-issue.titled' }, async (workspace, issue) => {
      if (issue.title === title) return { issueId, isRepeat: true };
      workspace.put({ ...issue, title });
      await this.record(workspace.manager, { issueId, act: 'titled', by: by.subject, reason, details: { title } });
      return { issueId, isRepeat: false };
    });
  }

  async merge(issueId: string, by: Caller, { reason, into }: { reason: string; into: string }): Promise<Outcome> {
    return this.locked({ by, did: 'hot-issue.merged', about: issueId }, async (workspace) => {
      const issue = await load(workspace, issueId);
      if (issue.state === 'merged' && issue.mergedInto === into) return { issueId: into, isRepeat: true };
      if (issue.state === 'merged') throw problem('deadline-supervision.hot-issue-merged');
      const target = await load(workspace, into);
      if (target.issueId === issueId || target.state === 'merged') throw problem('deadline-supervision.hot-issue-takes-none');
      const act = { actId: randomUUID(), by: by.subject, reason, at: this.clock.now(), position: await lastPosition(workspace.manager), details: {} };
      await merge(workspace, target, issue, act);
      return { issueId: into, other: issueId, isRepeat: false };
    });
  }

  /** Takes messages out, into an issue of their own or into another one. The rule does not bring the two together again. */
  async split(issueId: string, by: Caller, { reason, messageIds, to }: { reason: string; messageIds: string[]; to?: string | undefined }): Promise<Outcome> {
    return this.decide(issueId, { by, did: 'hot-issue.split' }, async (workspace, issue) => {
      const places = await workspace.manager.query<{ issueId: string }[]>(
        'SELECT DISTINCT issue_id AS "issueId" FROM hot_member WHERE message_id = ANY ($1::uuid[])',
        [messageIds],
      );
      const [place] = places;
      if (places.length === 1 && place && (await wasSplitOff(workspace.manager, issueId, place.issueId, to))) return { issueId: place.issueId, isRepeat: true };
      const target = to ? await load(workspace, to) : null;
      if (target && (target.issueId === issueId || target.state === 'merged')) throw problem('deadline-supervision.hot-issue-takes-none');
      const moved = await splitOff(workspace, issue, target, messageIds, this.clock.now());
      if (!moved) throw problem('deadline-supervision.hot-issue-not-its-messages');
      await this.record(workspace.manager, { issueId, act: 'split', by: by.subject, reason, otherIssueId: moved.issueId, details: { messageIds } });
      return { issueId: moved.issueId, other: issueId, isRepeat: false };
    });
  }

  /** Its messages and who wrote them, in the order in which they came. */
  async messagesOf(manager: EntityManager, issueId: string): Promise<{ messageId: string; person: string }[]> {
    return manager.query('SELECT message_id AS "messageId", person FROM hot_member WHERE issue_id = $1 ORDER BY position', [issueId]);
  }

  private async decide(issueId: string, deed: Pick<Deed, 'by' | 'did'>, decision: (workspace: Workspace, issue: Issue) => Promise<Outcome>): Promise<Outcome> {
    return this.locked({ ...deed, about: issueId }, async (workspace) => {
      const issue = await load(workspace, issueId);
      if (issue.state === 'merged') throw problem('deadline-supervision.hot-issue-merged');
      return decision(workspace, issue);
    });
  }

  private async locked(deed: Omit<Deed, 'at'>, decision: (workspace: Workspace) => Promise<Outcome>): Promise<Outcome> {
    return this.dataSource.transaction(async (manager) => {
      await lockIssues(manager);
      const workspace = new Workspace(manager);
      const outcome = await decision(workspace);
      await workspace.flush();
      if (outcome.isRepeat) return outcome;
      await announce(workspace, [outcome.issueId, ...(outcome.other ? [outcome.other] : [])], this.clock.now());
      await audit(manager, { ...deed, at: this.clock.now() });
      return outcome;
    });
  }

  private setState(workspace: Workspace, issue: Issue): void {
    workspace.put({ ...issue, raisedAt: issue.raisedAt ?? this.clock.now() });
  }

  private async record(manager: EntityManager, act: Omit<Act, 'at'>): Promise<void> {
    await recordAct(manager, randomUUID(), await lastPosition(manager), { ...act, at: this.clock.now() });
  }
}

async function load(workspace: Workspace, issueId: string): Promise<Issue> {
  const [issue] = await workspace.issuesOf([issueId]);
  if (!issue) throw platformProblem('not-found');
  return issue;
}

/** Whether messages that now stand there were taken there from this issue: the order is a repeat. */
async function wasSplitOff(manager: EntityManager, from: string, place: string, to: string | undefined): Promise<boolean> {
  if (place === from || (to !== undefined && place !== to)) return false;
  const acts = await manager.query<unknown[]>(`SELECT FROM hot_act WHERE issue_id = $1 AND other_issue_id = $2 AND act = 'split' LIMIT 1`, [from, place]);
  return acts.length > 0;
}
