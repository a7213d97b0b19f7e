import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, sessionCancelled, sessionPostponed, sessionScheduled } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, pageFrom, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { LessThan, Not } from 'typeorm';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { Units } from '../unit/units.service.js';
import { LiveSession } from './session.entity.js';
import { SessionChanges, type Written } from './session-changes.js';
import { askingRefusal, cancellationRefusal, latestDayOf, postponementRefusal, schedulingRefusal, seriesOf, sessionNumberOf, standingReason } from './session.rules.js';
import type { Cancellation, Postponement, Scheduling, SessionPageQuery } from './session.schema.js';

/** 在线访谈、座谈会, as the information office announces, postpones and cancels them. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Units) private readonly units: Units,
    @Inject(SessionChanges) private readonly changes: SessionChanges,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  /** A unit begins one session of a channel at a time: the same again is answered with the same. */
  async schedule({ channel, title, unit, principal, shortNoticeReason, ...times }: Scheduling, by: Caller): Promise<Written> {
    const [startsAt, endsAt] = [new Date(times.startsAt), new Date(times.endsAt)];
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('live sessions ' || current_schema()))`);
      const sessions = manager.getRepository(LiveSession);
      const known = await sessions.findOneBy({ channel, unitCode: unit.code, startsAt, state: Not('cancelled') });
      const isSame = known && known.title === title && known.endsAt.getTime() === endsAt.getTime() && known.principalName === principal.name && known.principalPost === principal.post;
      if (known && (known.state !== 'scheduled' || !isSame)) throw problem('intake.session-conflict');
      if (known) return { repeated: true, session: known };
      await this.units.assertKnown(manager, unit);
      const scheduledAt = this.clock.now();
      const refusal = schedulingRefusal({ startsAt, endsAt }, shortNoticeReason, scheduledAt);
      if (refusal) throw problem(refusal);
      const session = sessions.create({
        sessionId: randomUUIDv7(), number: await this.nextNumber(manager, channel, scheduledAt), channel, title, unitCode: unit.code, unitName: unit.name,
        state: 'scheduled', firstStartsAt: startsAt, firstEndsAt: endsAt, startsAt, endsAt, scheduledAt, scheduledBy: by.subject,
        principalName: principal.name, principalPost: principal.post, shortNoticeReason: standingReason({ startsAt, endsAt }, shortNoticeReason, scheduledAt), version: 1,
      });
      const { sessionId, number: sessionNumber } = await sessions.save(session);
      const data = { sessionId, sessionNumber, channel, title, unit, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), scheduledAt: scheduledAt.toISOString(), principal, shortNoticeReason: session.shortNoticeReason };
      await appendToOutbox(manager, [createEvent(sessionScheduled, { subject: sessionId, sequence: 1, time: scheduledAt, data })]);
      return { repeated: false, session };
    });
  }

  postpone(id: string, { reason, ...times }: Postponement, by: Caller): Promise<Written> {
    const [startsAt, endsAt] = [new Date(times.startsAt), new Date(times.endsAt)];
    return this.changes.make(id, (session, now) => {
      const { sessionId, state, postponementReason } = session;
      const isAlready = session.startsAt.getTime() === startsAt.getTime() && session.endsAt.getTime() === endsAt.getTime();
      if (state === 'postponed' && isAlready && postponementReason === reason) return null;
      const calendar = this.calendars.current;
      const refusal = postponementRefusal(session, { startsAt, endsAt }, now, calendar);
      if (refusal) throw problem(refusal, { parameters: { latest: String(latestDayOf(session, calendar)) } });
      Object.assign(session, { state: 'postponed', startsAt, endsAt, postponedAt: now, postponedBy: by.subject, postponementReason: reason } satisfies Partial<LiveSession>);
      const data = { sessionId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), reason, postponedAt: now.toISOString() };
      return [(sequence) => createEvent(sessionPostponed, { subject: sessionId, sequence, time: now, data })];
    });
  }

  cancel(id: string, { reason }: Cancellation, by: Caller): Promise<Written> {
    return this.changes.make(id, (session, now) => {
      const { sessionId, state, cancellationReason } = session;
      if (state === 'cancelled' && cancellationReason === reason) return null;
      const refusal = cancellationRefusal(session, now);
      if (refusal) throw problem(refusal);
      Object.assign(session, { state: 'cancelled', cancelledAt: now, cancelledBy: by.subject, cancellationReason: reason } satisfies Partial<LiveSession>);
      return [(sequence) => createEvent(sessionCancelled, { subject: sessionId, sequence, time: now, data: { sessionId, reason, cancelledAt: now.toISOString() } })];
    });
  }

  async one(sessionId: string): Promise<LiveSession> {
    const session = await this.dataSource.getRepository(LiveSession).findOneBy({ sessionId });
    if (!session) throw problem('intake.session-not-found');
    return session;
  }

  /** The last announced first. */
  async page({ channel, after, limit }: SessionPageQuery): Promise<Page<LiveSession>> {
    const where = { ...(channel && { channel }), ...(after && { sessionId: LessThan(after) }) };
    const found = await this.dataSource.getRepository(LiveSession).find({ where, order: { sessionId: 'DESC' }, take: limit + 1 });
    return pageFrom(found, limit, ({ sessionId }) => sessionId);
  }

  /** Why a question cannot be asked in this session; null if it can. Ids that are none name no session. */
  async askingRefusal(sessionId: string, channel: string) {
    const session = z.uuid().safeParse(sessionId).success ? await this.dataSource.getRepository(LiveSession).findOneBy({ sessionId }) : null;
    return askingRefusal(session, channel, this.clock.now());
  }

  /** The caller holds the lock under which sessions are announced, and none is ever deleted. */
  private async nextNumber(manager: EntityManager, channel: LiveSession['channel'], announcedAt: Date): Promise<string> {
    const series = seriesOf(this.config.CITY_PREFIX, channel, businessDateOf(announcedAt));
    const [row] = await manager.query<{ count: number }[]>('SELECT count(*)::int AS count FROM live_session WHERE starts_with(number, $1)', [series]);
    return sessionNumberOf(series, (row?.count ?? 0) + 1);
  }
}
