import type { EntityManager } from '@wenzheng/platform';
import { grown, keysOf } from '../grouping/cluster.rules.js';
import type { Workspace } from '../grouping/workspace.js';
import { recordAct } from '../rows/act-rows.js';
import type { Issue } from '../rows/issue-rows.js';

export const mostMatters = 24;

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
  workspace.forgetParticipants();
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
    title: survivor.title ?? gone.title,
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
