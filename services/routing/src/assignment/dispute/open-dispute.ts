import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';

/** What is ruled on is not decided in another way. @throws Problem `routing.dispute-open` */
export async function assertUndisputed(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<void> {
  const open = await manager.query<unknown[]>('SELECT FROM dispute WHERE message_id = $1 AND outcome IS NULL', [messageId]);
  if (open.length > 0) throw problem('routing.dispute-open');
}
