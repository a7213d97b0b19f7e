import { createHash, randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Caller, EntityManager } from '@wenzheng/platform';
import { IsNull, Not } from 'typeorm';
import { problem } from '../../problems.js';
import { RegistrationService } from '../../registration/registration.service.js';
import { Forum } from '../meeting/forum.entity.js';
import { minutesRefusal, pointRefusal } from '../meeting/forum.rules.js';
import type { MinutesBody, PointBody } from '../meeting/forum.schema.js';
import { Forums, type StandingForum, type WrittenForum } from '../meeting/forums.service.js';
import { ForumSignUp } from '../sign-up/sign-up.entity.js';
import { ForumPoint } from './point.entity.js';

/** As many as one event can tell of. */
const mostPoints = 50;

/** 意见 and 纪要 of a forum. A point is answered on the spot, or registered as a message in the same transaction: none is between (R33). */
@Injectable()
export class Minutes {
  constructor(
    @Inject(Forums) private readonly forums: Forums,
    @Inject(RegistrationService) private readonly registration: RegistrationService,
  ) {}

  /** The same words again are the same point. */
  record(sessionId: string, { topic, opinion, ...body }: PointBody, by: Caller): Promise<WrittenForum> {
    const answer = body.answer ?? null;
    return this.forums.change(
      sessionId,
      async (manager, { forum, session }, now) => {
        const points = await manager.getRepository(ForumPoint).findBy({ sessionId });
        if (points.some((point) => point.topic === topic && point.opinion === opinion && point.answer === answer)) return true;
        const refusal = pointRefusal(session, forum, now) ?? (points.length >= mostPoints ? 'intake.forum-points-full' : null);
        if (refusal) throw problem(refusal);
        const registered: Pick<ForumPoint, 'messageId' | 'messageNumber'> = answer === null ? await this.register(manager, session, { topic, opinion }) : { messageId: null, messageNumber: null };
        await manager.getRepository(ForumPoint).insert({ pointId: randomUUIDv7(), sessionId, ordinal: points.length + 1, topic, opinion, answer, ...registered, recordedAt: now, recordedBy: by.subject });
        return false;
      },
      { isTold: false },
    );
  }

  publish(sessionId: string, { invited, attended, summary }: MinutesBody, by: Caller): Promise<WrittenForum> {
    return this.forums.change(sessionId, async (manager, { forum, session }, now) => {
      if (forum.minutesAt && forum.invited === invited && forum.attended === attended && forum.summary === summary) return true;
      const refusal = minutesRefusal(session, forum, { invited, attended, signedUp: await manager.getRepository(ForumSignUp).countBy({ sessionId, rank: Not(IsNull()) }) });
      if (refusal) throw problem(refusal);
      Object.assign(forum, { invited, attended, summary, minutesAt: now, minutesBy: by.subject } satisfies Partial<Forum>);
      return false;
    });
  }

  /** Nobody is named as its author: who spoke is known to those who were there. */
  private async register(manager: EntityManager, { sessionId, unitCode, startsAt }: StandingForum['session'], { topic, opinion }: { topic: string; opinion: string }): Promise<{ messageId: string; messageNumber: string }> {
    const externalId = `${sessionId} ${createHash('sha256').update(`${topic}\n${opinion}`).digest('base64url').slice(0, 22)}`;
    const body = { externalId, occurredAt: startsAt.toISOString(), author: { externalId }, title: topic, text: opinion, visibility: 'public' as const, unit: unitCode, sessionId };
    const [outcome] = await this.registration.registerFetched(manager, 'forum', [{ channel: 'forum', body }]);
    if (!outcome || outcome.outcome === 'conflict') throw problem('intake.external-id-conflict');
    return { messageId: outcome.messageId, messageNumber: outcome.messageNumber };
  }
}
