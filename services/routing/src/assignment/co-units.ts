import { createEvent, messageCoHandled, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { ActionContext } from '../message/action/message-actions.service.js';

/** 协办单位: those that take part, in the order in which they came to. */
export function coUnitsOf(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<UnitRef[]> {
  return manager.query<UnitRef[]>(
    `SELECT unit_code AS code, min(unit_name) AS name FROM co_task WHERE message_id = $1 AND state IN ('accepted', 'answered') GROUP BY unit_code ORDER BY min(accepted_at), unit_code`,
    [messageId],
  );
}

/** Tells which units handle a message together: the lead, those that take part, and whom the question was asked of first (R18, R19). */
export async function announceCoHandling({ manager, message, now, nextVersion }: Pick<ActionContext, 'manager' | 'message' | 'now' | 'nextVersion'>, lead: UnitRef): Promise<void> {
  const { messageId, firstAsked } = message;
  const coUnits = (await coUnitsOf(manager, messageId)).filter(({ code }) => code !== lead.code);
  const asked = firstAsked === null || firstAsked === lead.code ? null : await unitNow(manager, firstAsked);
  const data = { messageId, lead, coUnits, firstAsked: asked, decidedAt: now.toISOString() };
  await appendToOutbox(manager, [createEvent(messageCoHandled, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
}

async function unitNow(manager: Pick<EntityManager, 'query'>, code: string): Promise<UnitRef> {
  const [unit] = await manager.query<UnitRef[]>('SELECT code, name FROM unit WHERE code = $1', [code]);
  return unit ?? { code, name: code };
}
