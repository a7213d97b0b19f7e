import type { EntityManager } from '@wenzheng/platform';
import { lockMessages, type LockedMessage } from '../../message/locked-message.js';
import { refusalOf } from '../../message/message-state.rules.js';

/** A message that is given the same reply; where that amends another, that one as the message was given it. */
export interface Sharer {
  message: LockedMessage;
  amends: string | null;
}

/** 并单: whom a reply of this message answers too. */
export async function sharersOfReply(manager: EntityManager, lead: LockedMessage): Promise<Sharer[]> {
  const rows = await manager.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM merge WHERE into_message_id = $1 AND unmerged_at IS NULL', [lead.messageId]);
  const messages = rows.length === 0 ? [] : await lockMessages(manager, rows.map(({ messageId }) => messageId));
  return messages.filter(({ state, unitCode }) => state === 'assigned' && unitCode === lead.unitCode).map((message) => ({ message, amends: null }));
}

/** Whoever was given the reply is given its correction 更正 and its supplements 补充 as well. */
export async function sharersOfAmendment(manager: EntityManager, replyId: string): Promise<Sharer[]> {
  const rows = await manager.query<{ messageId: string; replyId: string }[]>(
    `SELECT reply.message_id AS "messageId", reply_id AS "replyId" FROM reply LEFT JOIN review USING (reply_id) WHERE shared_from = $1 AND outcome IS DISTINCT FROM 'returned'`,
    [replyId],
  );
  const amended = new Map(rows.map((row) => [row.messageId, row.replyId]));
  const messages = rows.length === 0 ? [] : await lockMessages(manager, [...amended.keys()]);
  return messages.filter(({ state }) => refusalOf('correction', state) === null).map((message) => ({ message, amends: amended.get(message.messageId) ?? null }));
}
