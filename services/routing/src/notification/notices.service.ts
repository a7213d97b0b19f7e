import { Inject, Injectable } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { RoutingConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { isHeld } from '../unit/person/held.js';
import type { Office, UnitPost } from '../unit/person/person.rules.js';
import { nextWorkingTime, type NotificationKind } from './notification.rules.js';

/** Something that the people with these posts are told, of a unit or, without one, of an office of the city. */
export interface Notice {
  kind: NotificationKind;
  /** What happened: nobody is told of it twice. */
  key: string;
  messageId: string;
  /** What is to be signed. */
  draftId?: string;
  unitCode: string | null;
  posts: readonly (UnitPost | Office)[];
  /** Of these people the one whom it concerns. */
  only?: string;
}

/** 通知: who is told what, decided in the transaction of what happened. */
@Injectable()
export class Notices {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: RoutingConfig,
    @Inject(Calendars) private readonly calendars: Calendars,
  ) {}

  /** A deputy is told in place of who is absent; where the registry has nobody, that stands in the log, and an alarm is raised. Without channels nobody is told anything. */
  async tell(manager: Pick<EntityManager, 'query'>, notices: readonly Notice[]): Promise<void> {
    if (this.config.NOTIFIERS.length === 0 || notices.length === 0) return;
    const now = this.clock.now();
    const sendAfter = nextWorkingTime(now, this.config.WORKING_HOURS, this.calendars.current);
    await manager.query(
      `INSERT INTO notification (notification_id, kind, key, subject, unit_code, message_id, draft_id, told_at, send_after, next_attempt_at, state)
       SELECT gen_random_uuid(), kind, key, coalesce(person.subject, ''), nullif(unit_code, ''), message_id, nullif(draft_id, '')::uuid, $6, $7, $8, CASE WHEN person.subject IS NULL THEN 'unreachable' ELSE 'waiting' END
       FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $10::text[], $11::text[]) AS notice (kind, key, message_id, unit_code, posts, only_subject, draft_id)
         LEFT JOIN LATERAL (
           SELECT DISTINCT coalesce(deputy.deputy, person_post.subject) AS subject
           FROM person_post JOIN person USING (subject)
             LEFT JOIN deputy ON deputy.absent = person_post.subject AND deputy.unit_code = person_post.unit_code AND deputy.post = person_post.post AND ${isHeld('deputy', '$9')}
           WHERE person_post.unit_code = notice.unit_code AND person_post.post = ANY (string_to_array(notice.posts, ' ')) AND only_subject IN ('', person_post.subject) AND person.state = 'active' AND ${isHeld('person_post', '$9')}
         ) AS person ON true
       ORDER BY key, 4
       ON CONFLICT (key, subject) DO NOTHING`,
      [
        notices.map(({ kind }) => kind),
        notices.map(({ key }) => key),
        notices.map(({ messageId }) => messageId),
        notices.map(({ unitCode }) => unitCode ?? ''),
        notices.map(({ posts }) => posts.join(' ')),
        now,
        sendAfter,
        new Date(),
        businessDateOf(now),
        notices.map(({ only }) => only ?? ''),
        notices.map(({ draftId }) => draftId ?? ''),
      ],
    );
  }
}
