import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, sessionClosed, sessionOpened } from '@wenzheng/contracts';
import { DATA_SOURCE, pageFrom, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import { MoreThan } from 'typeorm';
import { problem } from '../../problems.js';
import { SessionChanges, type Written } from '../session-changes.js';
import type { LiveSession } from '../session.entity.js';
import { closingRefusal, coachingRefusal, openingRefusal } from '../session.rules.js';
import { principalOf, type Closing, type CoachingBody, type CoachingPageQuery, type CoachingView, type Opening } from '../session.schema.js';
import { Coaching } from './coaching.entity.js';

/** How a session comes to be held: coached 辅导, opened, closed with who came. */
@Injectable()
export class HoldingService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(SessionChanges) private readonly changes: SessionChanges,
  ) {}

  /** Nobody else is told before the session opens. */
  coach(id: string, { note, ...body }: CoachingBody, by: Caller): Promise<Written> {
    const heldAt = new Date(body.heldAt);
    return this.changes.make(id, async (session, now, manager) => {
      const coachings = manager.getRepository(Coaching);
      const { sessionId } = session;
      if (await coachings.existsBy({ sessionId, heldAt, note })) return null;
      const refusal = coachingRefusal(session, heldAt, now);
      if (refusal) throw problem(refusal);
      await coachings.insert({ coachingId: randomUUIDv7(), sessionId, heldAt, note, recordedAt: now, recordedBy: by.subject });
      if (!session.coachedAt || session.coachedAt < heldAt) session.coachedAt = heldAt;
      return [];
    });
  }

  /** In the order in which they were recorded. */
  async coachings(sessionId: string, { after, limit }: CoachingPageQuery): Promise<Page<CoachingView>> {
    const where = { sessionId, ...(after && { coachingId: MoreThan(after) }) };
    const found = await this.dataSource.getRepository(Coaching).find({ where, order: { coachingId: 'ASC' }, take: limit + 1 });
    return pageFrom(found.map(({ coachingId, heldAt, note, recordedAt }) => ({ coachingId, heldAt: heldAt.toISOString(), note, recordedAt: recordedAt.toISOString() })), limit, ({ coachingId }) => coachingId);
  }

  open(id: string, { uncoachedReason }: Opening, by: Caller): Promise<Written> {
    return this.changes.make(id, (session, now) => {
      const { sessionId, coachedAt, openedBy } = session;
      const reason = coachedAt ? null : (uncoachedReason ?? null);
      if (session.state === 'open' && openedBy === by.subject && session.uncoachedReason === reason) return null;
      const refusal = openingRefusal(session, uncoachedReason, now);
      if (refusal) throw problem(refusal);
      Object.assign(session, { state: 'open', openedAt: now, openedBy: by.subject, uncoachedReason: reason } satisfies Partial<LiveSession>);
      const data = { sessionId, openedAt: now.toISOString(), coachedAt: coachedAt?.toISOString() ?? null, uncoachedReason: reason };
      return [(sequence) => createEvent(sessionOpened, { subject: sessionId, sequence, time: now, data })];
    });
  }

  close(id: string, { attendance, ...body }: Closing, by: Caller): Promise<Written> {
    const [absenceReason, summary] = [body.absenceReason ?? null, body.summary ?? null];
    return this.changes.make(id, (session, now) => {
      const { sessionId } = session;
      const attendedBy = body.attendedBy ?? (attendance === 'held' ? principalOf(session) : null);
      if (session.state === attendance && session.attendedName === attendedBy?.name && session.absenceReason === absenceReason && session.summary === summary) return null;
      const refusal = closingRefusal(session, attendance, attendedBy);
      if (refusal || !attendedBy) throw problem(refusal ?? 'intake.session-without-principal');
      Object.assign(session, {
        state: attendance, closedAt: now, closedBy: by.subject, attendedName: attendedBy.name, attendedPost: attendedBy.post, absenceReason, summary,
      } satisfies Partial<LiveSession>);
      const data = { sessionId, closedAt: now.toISOString(), attendance, attendedBy, absenceReason, summary };
      return [(sequence) => createEvent(sessionClosed, { subject: sessionId, sequence, time: now, data })];
    });
  }
}
