import type { EntityManager } from '@wenzheng/platform';
import { problem } from '../problems.js';

/** 二次办理, as the information office ordered it. */
export interface Renewal {
  renewalId: string;
  unitCode: string;
  isInReview: boolean;
  isAnswered: boolean;
}

export async function renewalOf(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<Renewal | undefined> {
  const [row] = await manager.query<Renewal[]>(
    `SELECT renewal_id AS "renewalId", unit_code AS "unitCode",
       EXISTS (SELECT FROM reply LEFT JOIN review USING (reply_id) WHERE reply.renews = renewal_id AND outcome IS NULL) AS "isInReview",
       EXISTS (SELECT FROM reply JOIN review USING (reply_id) WHERE reply.renews = renewal_id AND outcome = 'published') AS "isAnswered"
     FROM renewal WHERE message_id = $1`,
    [messageId],
  );
  return row;
}

/** Why it cannot be answered, if it cannot. */
export function renewalRefusal(renewal: Renewal | undefined) {
  if (!renewal) return problem('routing.no-renewal');
  if (renewal.isAnswered) return problem('routing.renewal-answered');
  return renewal.isInReview ? problem('routing.reply-in-review') : null;
}

/** @throws Problem `routing.no-renewal`, `routing.renewal-answered`, `routing.reply-in-review` */
export async function renewalToAnswer(manager: Pick<EntityManager, 'query'>, messageId: string): Promise<Renewal> {
  const renewal = await renewalOf(manager, messageId);
  const refusal = renewalRefusal(renewal);
  if (refusal || !renewal) throw refusal ?? problem('routing.no-renewal');
  return renewal;
}
