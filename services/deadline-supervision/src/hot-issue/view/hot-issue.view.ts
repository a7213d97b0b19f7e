import { Inject, Injectable } from '@nestjs/common';
import { allowedAction, DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { daysBefore, type IssueState } from '../grouping/cluster.rules.js';
import { type Act } from '../rows/act-rows.js';
import { loadIssues, selectIssue, type Issue } from '../rows/issue-rows.js';
import { byHeat, fortnightDays, isAside, type Heat } from './heat.rules.js';
import { hotIssueActions, hotIssueDeciders, type hotIssuePageSchema, type hotIssueSchema } from './hot-issue.schema.js';
import { loadMembers, type MemberRow } from './members.js';
import { likesOf, summaryOf } from './summary.js';

export interface ActRow {
  act: Act['act'];
  by: string;
  at: Date;
  reason: string;
  issueId: string;
  otherIssueId: string | null;
  details: Record<string, unknown>;
}

/** What the offices see of hot issues. */
@Injectable()
export class HotIssueView {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The hottest first. `next` is null on the last page. */
  async list(page: { state?: IssueState | undefined; after?: string | undefined; limit: number }): Promise<BeforeJson<z.infer<typeof hotIssuePageSchema>>> {
    const now = this.clock.now();
    const shown = await this.dataSource.query<Heat[]>(
      `SELECT issue_id AS "issueId", peak_people AS "peakPeople", people, raised_at AS "raisedAt",
         (SELECT count(DISTINCT person)::int FROM hot_member
          WHERE hot_member.issue_id = hot_issue.issue_id AND registered_at > $2 AND registered_at <= $3) AS heat,
         (SELECT coalesce(sum(likes), 0)::float8 FROM hot_member JOIN hot_likes USING (message_id)
          WHERE hot_member.issue_id = hot_issue.issue_id) AS likes
       FROM hot_issue WHERE raised_at IS NOT NULL AND state = ANY ($1::text[])`,
      [page.state ? [page.state] : ['raised', 'confirmed'], daysBefore(now, fortnightDays), now],
    );
    const ranked = shown.toSorted(byHeat);
    const from = page.after ? ranked.findIndex(({ issueId }) => issueId === page.after) + 1 : 0;
    const ids = ranked.slice(from, from + page.limit).map(({ issueId }) => issueId);
    const issues = new Map((await loadIssues(this.dataSource, ids)).map((issue) => [issue.issueId, issue]));
    const members = Map.groupBy(await loadMembers(this.dataSource, ids), ({ issueId }) => issueId);
    const items = ids.flatMap((id) => issues.get(id) ?? []).map((issue) => summaryOf(issue, members.get(issue.issueId) ?? [], now));
    return { items, next: from + page.limit < ranked.length ? (ids.at(-1) ?? null) : null };
  }

  /** With what its reader may decide about it. */
  async oneFor({ roles }: Pick<Caller, 'roles'>, issueId: string): Promise<BeforeJson<z.infer<typeof hotIssueSchema>>> {
    const issue = await this.one(issueId);
    const inTheWay = issue.state === 'merged' ? problem('deadline-supervision.hot-issue-merged') : null;
    const possible = hotIssueDeciders.some((role) => roles.includes(role)) ? hotIssueActions : [];
    return { ...issue, allowedActions: possible.map((action) => allowedAction(action, inTheWay)) };
  }

  async one(issueId: string, manager: Pick<EntityManager, 'query'> = this.dataSource): Promise<Omit<BeforeJson<z.infer<typeof hotIssueSchema>>, 'allowedActions'>> {
    const [issue] = await manager.query<Issue[]>(`${selectIssue} WHERE issue_id = $1`, [issueId]);
    if (!issue) throw platformProblem('not-found');
    const members = await loadMembers(manager, [issueId]);
    const acts = await manager.query<ActRow[]>(
      `SELECT act, by, at, reason, issue_id AS "issueId", other_issue_id AS "otherIssueId", details FROM hot_act
       WHERE issue_id = $1 OR other_issue_id = $1 ORDER BY position, at, act_id`,
      [issueId],
    );
    return { ...summaryOf(issue, members, this.clock.now()), members: members.map((member) => memberOf(issue, member)), history: acts };
  }
}

const memberOf = (issue: Issue, member: MemberRow) => ({
  messageId: member.messageId,
  externalId: member.externalId,
  messageNumber: member.messageNumber,
  channel: member.channel,
  kind: member.kind,
  visibility: member.visibility,
  registeredAt: member.registeredAt,
  likes: likesOf([member]),
  aside: isAside(issue, member),
  moved: member.moved,
  joined: { sharedTerms: member.sharedTerms, score: member.score === null ? null : member.score / 1_000, threshold: member.threshold / 1_000 },
});
