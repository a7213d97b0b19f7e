import { planned, type EntityManager } from '@wenzheng/platform';
import { isHeld } from '../unit/person/held.js';

const office = `post = 'information-office' AND unit_code = ''`;

/** SQL, of a row of `identity_request` called `waiting`: whether on the day its requester is still who has asked. An office of which the registry lists nobody stands by its tokens. */
const isStillThere = (day: string): string => `CASE WHEN EXISTS (SELECT FROM person WHERE subject = requester AND state <> 'active') THEN false
  WHEN waiting.unit_code IS NULL THEN
    EXISTS (SELECT FROM person_post WHERE subject = requester AND ${office} AND ${isHeld('person_post', day)})
    OR NOT EXISTS (SELECT FROM person_post JOIN person USING (subject) WHERE ${office} AND ended_at IS NULL AND coalesce(to_date >= ${day}::date, true) AND state <> 'removed')
  ELSE
    EXISTS (SELECT FROM person_post WHERE subject = requester AND unit_code = waiting.unit_code AND ${isHeld('person_post', day)})
    OR EXISTS (SELECT FROM deputy JOIN person_post ON person_post.subject = absent AND person_post.unit_code = deputy.unit_code AND person_post.post = deputy.post AND ${isHeld('person_post', day)}
               WHERE deputy = requester AND deputy.unit_code = waiting.unit_code AND ${isHeld('deputy', day)})
  END`;

export type GrantEnd = 'post-ended' | 'unit-changed' | 'message-ended';

/** SQL: why a request, or what it was granted, holds no longer on the day `$1`; null while it holds. */
const endSql = `CASE WHEN message.state NOT IN ('holding-pen', 'assigned', 'in-review', 'answered') THEN 'message-ended'
  WHEN waiting.unit_code <> coalesce(message.unit_code, '') THEN 'unit-changed'
  WHEN NOT (${isStillThere('$1')}) THEN 'post-ended' END`;

export interface Lapsed {
  requestId: string;
  messageId: string;
  granted: boolean;
  because: GrantEnd;
}

/** What was asked or granted and holds no longer on the day, though its time has not run out at `now`. */
export const lapsedRequests = (manager: Pick<EntityManager, 'query'>, day: string, now: Date, messageIds: readonly string[] | null = null): Promise<Lapsed[]> =>
  manager.query<Lapsed[]>(
    planned(`SELECT * FROM (
       SELECT request_id AS "requestId", message_id AS "messageId", decision IS NOT NULL AS granted, ${endSql} AS because FROM identity_request AS waiting JOIN message USING (message_id)
       WHERE waiting.ended_at IS NULL AND (decision IS NULL OR until > $2) AND ($3::uuid[] IS NULL OR message_id = ANY ($3))) AS held
     WHERE because IS NOT NULL ORDER BY "messageId", "requestId"`),
    [day, now, messageIds],
  );
