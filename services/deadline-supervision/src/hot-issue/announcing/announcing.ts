import { createEvent, hotIssueChanged } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { Workspace } from '../grouping/workspace.js';
import { loadMembers } from '../view/members.js';
import { announcementOf } from './announcement.rules.js';

/** Tells how these issues stand, in the transaction in which they have changed. What was never hot is told to nobody. */
export async function announce(workspace: Workspace, issueIds: readonly string[], at: Date): Promise<void> {
  const issues = (await workspace.issuesOf(issueIds)).filter(({ raisedAt }) => raisedAt).map((issue) => ({ ...issue, version: issue.version + 1 }));
  for (const issue of issues) workspace.put(issue);
  await workspace.flush();
  if (issues.length === 0) return;
  const { manager } = workspace;
  const ids = issues.map(({ issueId }) => issueId);
  const members = Map.groupBy(await loadMembers(manager, ids), ({ issueId }) => issueId);
  const confirmed = await manager.query<{ issueId: string; at: Date }[]>(
    `SELECT issue_id AS "issueId", max(at) AS at FROM hot_act WHERE issue_id = ANY ($1::uuid[]) AND act = 'confirmed' GROUP BY issue_id`,
    [ids],
  );
  const confirmedAt = new Map(confirmed.map((row) => [row.issueId, row.at]));
  await appendToOutbox(manager, issues.map((issue) => createEvent(hotIssueChanged, {
    subject: issue.issueId, sequence: issue.version, time: at,
    data: announcementOf(issue, members.get(issue.issueId) ?? [], { confirmedAt: confirmedAt.get(issue.issueId) ?? null, at }),
  })));
}
