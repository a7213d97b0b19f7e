import type { ChannelName, MessageEnd, MessageKind } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../problems.js';
import { computeState, type AssignedBy, type MessageState, type ReviewFact } from './message-state.rules.js';

/** A registered message under its row lock: what decisions about it need. */
export interface LockedMessage {
  messageId: string;
  channel: ChannelName;
  kind: MessageKind | null;
  addressedUnit: string | null;
  historical: boolean;
  registeredAt: Date;
  registeredOn: string;
  state: Exclude<MessageState, 'unregistered'>;
  version: number;
  unitCode: string | null;
  assignedAt: Date | null;
  assignedBy: AssignedBy | null;
  /** 首问单位: in whose interview or forum it was asked. */
  firstAsked: string | null;
  returns: number;
  designated: boolean;
  replyDueOn: string | null;
  finalDueOn: string | null;
  noticeDueOn: string | null;
  closeOfBusiness: string | null;
}

const lockedColumns = `message_id AS "messageId", channel, kind, addressed_unit AS "addressedUnit", historical,
  registered_at AS "registeredAt", registered_on::text AS "registeredOn", state, version, unit_code AS "unitCode",
  assigned_at AS "assignedAt", assigned_by AS "assignedBy", first_asked AS "firstAsked", returns, designated, reply_due_on::text AS "replyDueOn", final_due_on::text AS "finalDueOn",
  notice_due_on::text AS "noticeDueOn", close_of_business AS "closeOfBusiness"`;

/** @throws Problem `routing.unknown-message`, also for one of which only early facts are known */
export const lockMessage = (manager: EntityManager, messageId: string): Promise<LockedMessage> => readMessage(manager, messageId, 'FOR UPDATE');

/** As it stands, without a lock: for what is only foreseen. @throws as above */
export async function readMessage(manager: Pick<EntityManager, 'query'>, messageId: string, lock: '' | 'FOR UPDATE' = ''): Promise<LockedMessage> {
  const [message] = await manager.query<LockedMessage[]>(`SELECT ${lockedColumns} FROM message WHERE message_id = $1 AND channel IS NOT NULL ${lock}`, [messageId]);
  if (!message) throw problem('routing.unknown-message');
  return message;
}

/** Locks messages and what is merged into them 并单, which they are answered with, in order of their ids: whoever then locks one of them anew waits for nobody. */
export async function lockTogether(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
  await manager.query(
    `SELECT FROM message WHERE message_id = ANY (ARRAY(
       SELECT unnest($1::uuid[]) UNION SELECT message_id FROM merge WHERE into_message_id = ANY ($1::uuid[]) AND unmerged_at IS NULL))
     ORDER BY message_id FOR UPDATE`,
    [messageIds],
  );
}

/**
 * Locks many, in order of their ids so that two replicas never wait for each other. An unknown one gets the row that will hold
 * its early facts: whoever comes second, registration or fact, then sees what the first has written.
 * @returns the registered ones
 */
export async function lockMessages(manager: EntityManager, messageIds: readonly string[]): Promise<LockedMessage[]> {
  const ids = [...new Set(messageIds)].sort();
  await manager.query('INSERT INTO message (message_id) SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING', [ids]);
  const rows = await manager.query<(LockedMessage & { channel: ChannelName | null })[]>(
    `SELECT ${lockedColumns} FROM message WHERE message_id = ANY ($1::uuid[]) ORDER BY message.message_id FOR UPDATE`,
    [ids],
  );
  return rows.filter((row) => row.channel !== null);
}

interface FactRow {
  messageId: string;
  registered: boolean;
  unitCode: string | null;
  replies: { interim: boolean; isReviewed: boolean }[];
  reviews: (Omit<ReviewFact, 'decidedAt'> & { decidedAt: string })[];
  ends: { ending: MessageEnd['ending']; at: string }[];
}

/** What ends `message` beside a published reply, and stands. */
const endsSql = `
  SELECT 'ruled-invalid' AS ending, ruled_at AS at FROM ruling WHERE ruling.message_id = message.message_id AND NOT lifted
  UNION ALL SELECT 'transferred', transferred_at FROM transfer WHERE transfer.message_id = message.message_id AND transferred_at IS NOT NULL
  UNION ALL SELECT 'withdrawn', withdrawn_at FROM withdrawal WHERE withdrawal.message_id = message.message_id`;

/** 更正、补充、二次办理答复 stand beside a reply and neither wait in its place nor end the message. */
const isFirstWord = (row: string): string => `coalesce(${row}.corrects, ${row}.supplements, ${row}.renews) IS NULL`;

/** Computes state and ending of locked messages anew from all that is known of them. */
export async function recomputeStates(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const ids = [...new Set(messageIds)].sort();
  const rows = await manager.query<FactRow[]>(
    `SELECT message_id AS "messageId", channel IS NOT NULL AS registered, unit_code AS "unitCode",
       coalesce((SELECT jsonb_agg(jsonb_build_object('interim', reply.interim, 'isReviewed', review.reply_id IS NOT NULL))
                 FROM reply LEFT JOIN review USING (reply_id)
                 WHERE reply.message_id = message.message_id AND reply.state = 'submitted' AND ${isFirstWord('reply')}), '[]') AS replies,
       coalesce((SELECT jsonb_agg(jsonb_build_object('outcome', outcome, 'interim', interim, 'visibility', visibility, 'sequence', sequence, 'decidedAt', decided_at))
                 FROM review WHERE review.message_id = message.message_id AND ${isFirstWord('review')}), '[]') AS reviews,
       coalesce((SELECT jsonb_agg(ends) FROM (${endsSql}) AS ends), '[]') AS ends
     FROM message WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id`,
    [ids],
  );
  const computed = rows.map(({ reviews, ends, ...row }) =>
    computeState({
      ...row,
      reviews: reviews.map((review) => ({ ...review, decidedAt: new Date(review.decidedAt) })),
      ends: ends.map(({ ending, at }) => ({ ending, at: new Date(at) })),
    }),
  );
  await manager.query(
    `UPDATE message SET state = computed.state, ending = computed.ending
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS computed (message_id, state, ending)
     WHERE message.message_id = computed.message_id AND (message.state, message.ending) IS DISTINCT FROM (computed.state, computed.ending)`,
    [rows.map((row) => row.messageId), computed.map(({ state }) => state), computed.map(({ ending }) => ending)],
  );
}
