import type { EntityManager } from '@wenzheng/platform';
import type { Complaint } from './assignment.rules.js';

/** Of a registered message: what says against whom it is, if it is a report of wrongdoing 举报. */
export async function complaintOf(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<Complaint> {
  const [complaint] = await manager.query<[Complaint]>('SELECT kind, addressed_unit AS "addressedUnit", title, text FROM message WHERE message_id = $1', [messageId]);
  return complaint;
}
