import type { EntityManager } from '@wenzheng/platform';

export const acts = ['raised', 'confirmed', 'dismissed', 'merged', 'split', 'titled'] as const;

export interface Act {
  issueId: string;
  act: (typeof acts)[number];
  by: string;
  at: Date;
  reason: string;
  otherIssueId?: string | null;
  details: object;
}

export async function recordAct(manager: Pick<EntityManager, 'query'>, actId: string, position: string, act: Act): Promise<void> {
  await manager.query(
    `INSERT INTO hot_act (act_id, issue_id, act, by, at, position, reason, other_issue_id, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)`,
    [actId, act.issueId, act.act, act.by, act.at, position, act.reason, act.otherIssueId ?? null, JSON.stringify(act.details)],
  );
}
