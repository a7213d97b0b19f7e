import type { escalationRaised, EventData } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { EscalationLevel } from './escalation.entity.js';

/** Without a position: that is assigned after the commit. The caller holds the lock of each message's timer. */
export async function insertEscalations(manager: EntityManager, raised: readonly EventData<typeof escalationRaised>[]): Promise<void> {
  if (raised.length === 0) return;
  const rows = raised.map((escalation) => ({
    id: escalation.escalationId,
    message_id: escalation.messageId,
    message_number: escalation.messageNumber,
    channel: escalation.channel,
    level: escalation.level,
    to: escalation.to,
    unit_code: escalation.unit?.code ?? null,
    unit_name: escalation.unit?.name ?? null,
    reply_due_on: escalation.replyDueOn,
    final_due_on: escalation.finalDueOn,
    raised_at: escalation.raisedAt,
    cause_kind: escalation.cause?.kind ?? null,
    cause_id: escalation.cause?.id ?? null,
  }));
  await manager.query('INSERT INTO escalation SELECT * FROM json_populate_recordset(NULL::escalation, $1::json)', [JSON.stringify(rows)]);
}

export interface Withdrawn {
  escalationId: string;
  messageId: string;
  level: EscalationLevel;
}

/** Withdraws the escalations of an overdue that no longer stands; returns those that stood until now. */
export async function withdrawEscalations(
  manager: EntityManager,
  withdrawn: readonly Omit<Withdrawn, 'escalationId'>[],
  now: Date,
): Promise<Withdrawn[]> {
  if (withdrawn.length === 0) return [];
  const [rows] = (await manager.query(
    `UPDATE escalation SET withdrawn_at = $3, moving = true FROM unnest($1::uuid[], $2::int[]) AS gone (message_id, level)
     WHERE escalation.message_id = gone.message_id AND escalation.level = gone.level AND withdrawn_at IS NULL AND cause_id IS NULL
     RETURNING id AS "escalationId", escalation.message_id AS "messageId", escalation.level`,
    [withdrawn.map(({ messageId }) => messageId), withdrawn.map(({ level }) => level), now],
  )) as [Withdrawn[], number];
  return rows;
}
