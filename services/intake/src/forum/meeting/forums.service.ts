import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, forumChanged, type EventData } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, pageFrom, seal, unseal, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { IsNull, LessThan, Not } from 'typeorm';
import type { IntakeConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { SessionChanges } from '../../session/session-changes.js';
import { LiveSession } from '../../session/session.entity.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { ForumPoint } from '../minutes/point.entity.js';
import { ForumPlan } from '../plan/plan.service.js';
import { commitmentOf, drawLot, type Drawn } from '../sign-up/selection.rules.js';
import { ForumSignUp } from '../sign-up/sign-up.entity.js';
import { Forum } from './forum.entity.js';
import { announcementRefusal, drawRefusal } from './forum.rules.js';
import type { Announcement, ForumPageQuery, ForumView } from './forum.schema.js';

export interface WrittenForum {
  repeated: boolean;
  forum: ForumView;
}

/** A forum with its session, both locked where they are to be changed. */
export interface StandingForum {
  forum: Forum;
  session: LiveSession;
}

const seedField = 'forum seed';

/** 网民座谈会: announced for a live session of the channel, drawn, and told to the public as a whole whenever it changes. */
@Injectable()
export class Forums {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(ForumPlan) private readonly plan: ForumPlan,
    @Inject(SessionChanges) changes: SessionChanges,
  ) {
    changes.watch((manager, session, before) => this.follow(manager, session, before));
  }

  /** The same again is answered with the same. */
  async announce({ sessionId, place, seats, groups, signUp }: Announcement, by: Caller): Promise<WrittenForum> {
    const [signUpFrom, signUpUntil] = [new Date(signUp.from), new Date(signUp.until)];
    return this.dataSource.transaction(async (manager) => {
      const session = await manager.getRepository(LiveSession).findOne({ where: { sessionId }, lock: { mode: 'pessimistic_write' } });
      if (!session) throw problem('intake.session-not-found');
      const known = await manager.getRepository(Forum).findOneBy({ sessionId });
      const isSame = known && known.place === place && known.seats === seats && known.signUpFrom.getTime() === signUpFrom.getTime() && known.signUpUntil.getTime() === signUpUntil.getTime();
      if (known && isSame && JSON.stringify(known.groups.map(({ name, seats: kept }) => [name, kept])) === JSON.stringify(groups.map(({ name, seats: kept }) => [name, kept]))) return { repeated: true, forum: await this.viewOf(manager, known, session) };
      if (known) throw problem('intake.forum-announced');
      const now = this.clock.now();
      const refusal = announcementRefusal(session, { seats, groups, signUpFrom, signUpUntil }, now);
      if (refusal) throw problem(refusal);
      const phase = await this.plan.lead(manager, session);
      if (phase === null) throw problem('intake.forum-not-planned');
      const seed = randomBytes(32).toString('hex');
      const forum = await manager.getRepository(Forum).save({
        sessionId, phase, place, seats, groups, signUpFrom, signUpUntil, commitment: commitmentOf(seed), ...seal(this.config.VAULT_KEYS, sessionId, seedField, seed), seed: null, drawnAt: null, drawnBy: null,
        invited: null, attended: null, summary: null, minutesAt: null, minutesBy: null, announcedAt: now, announcedBy: by.subject, version: 1,
      });
      await this.tell(manager, { forum, session });
      return { repeated: false, forum: await this.viewOf(manager, forum, session) };
    });
  }

  /** 抽签, once, when nobody can sign up any more. */
  async draw(sessionId: string, by: Caller): Promise<WrittenForum> {
    return this.change(sessionId, async (manager, { forum, session }, now) => {
      if (forum.drawnAt) return true;
      const refusal = drawRefusal(session, forum, now);
      if (refusal) throw problem(refusal);
      const seed = unseal(this.config.VAULT_KEYS, sessionId, seedField, forum);
      const signedUp = await manager.getRepository(ForumSignUp).find({ select: { code: true, group: true }, where: { sessionId, withdrawnAt: IsNull() } });
      await this.keepLots(manager, sessionId, drawLot(signedUp, seed, forum));
      Object.assign(forum, { seed, drawnAt: now, drawnBy: by.subject } satisfies Partial<Forum>);
      await audit(manager, { by, at: now, did: 'forum.drawn', about: sessionId, details: { commitment: forum.commitment, seed, entries: signedUp.length } });
      return false;
    });
  }

  /**
   * One change of one forum at a time, in one transaction with its event.
   * @param make answers whether it was a repeat; `isTold` false keeps it from the public for now
   */
  async change(sessionId: string, make: (manager: EntityManager, standing: StandingForum, now: Date) => Promise<boolean>, { isTold = true } = {}): Promise<WrittenForum> {
    return this.dataSource.transaction(async (manager) => {
      const standing = await this.standing(manager, sessionId, 'pessimistic_write');
      const { forum, session } = standing;
      const repeated = await make(manager, standing, this.clock.now());
      if (!repeated && isTold) await this.retell(manager, standing);
      return { repeated, forum: await this.viewOf(manager, forum, session) };
    });
  }

  /** The session is locked first, as by whoever changes it. @throws Problem `intake.forum-not-found` */
  async standing(manager: EntityManager, sessionId: string, mode: 'pessimistic_read' | 'pessimistic_write' | null): Promise<StandingForum> {
    const found = { where: { sessionId }, ...(mode && { lock: { mode } }) };
    const session = await manager.getRepository(LiveSession).findOne(found);
    const forum = session && (await manager.getRepository(Forum).findOne(found));
    if (!forum) throw problem('intake.forum-not-found');
    return { forum, session };
  }

  async one(sessionId: string): Promise<ForumView> {
    const { manager } = this.dataSource;
    const [forum, session] = [await manager.getRepository(Forum).findOneBy({ sessionId }), await manager.getRepository(LiveSession).findOneBy({ sessionId })];
    if (!forum || !session) throw problem('intake.forum-not-found');
    return this.viewOf(manager, forum, session);
  }

  /** The last announced first. */
  async page({ after, limit }: ForumPageQuery): Promise<Page<ForumView>> {
    const { manager } = this.dataSource;
    const { items, next } = pageFrom(await manager.getRepository(Forum).find({ ...(after && { where: { sessionId: LessThan(after) } }), order: { sessionId: 'DESC' }, take: limit + 1 }), limit, ({ sessionId }) => sessionId);
    const views = [];
    for (const forum of items) views.push(await this.viewOf(manager, forum, await manager.getRepository(LiveSession).findOneByOrFail({ sessionId: forum.sessionId })));
    return { items: views, next };
  }

  /** Postponed or cancelled, in the transaction that does it: plan and public hear of it. */
  private async follow(manager: EntityManager, session: LiveSession, before: LiveSession['state']): Promise<void> {
    const { state } = session;
    if (session.channel !== 'forum' || state === before || (state !== 'postponed' && state !== 'cancelled')) return;
    const forum = await manager.getRepository(Forum).findOne({ where: { sessionId: session.sessionId }, lock: { mode: 'pessimistic_write' } });
    if (!forum) return;
    const [reason, by] = state === 'postponed' ? [session.postponementReason, session.postponedBy] : [session.cancellationReason, session.cancelledBy];
    await this.plan.follow(manager, session, { change: state, reason: reason ?? '', by: by ?? '' });
    await this.retell(manager, { forum, session });
  }

  private async retell(manager: EntityManager, { forum, session }: StandingForum): Promise<void> {
    forum.version += 1;
    await manager.getRepository(Forum).save(forum);
    await this.tell(manager, { forum, session });
  }

  private async keepLots(manager: EntityManager, sessionId: string, drawn: readonly Drawn[]): Promise<void> {
    await manager.query(
      `UPDATE forum_sign_up SET rank = drawn.rank, lot = drawn.lot FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS drawn (code, lot, rank)
       WHERE session_id = $1 AND forum_sign_up.code = drawn.code`,
      [sessionId, drawn.map(({ code }) => code), drawn.map(({ lot }) => lot)],
    );
  }

  private async tell(manager: EntityManager, { forum, session }: StandingForum): Promise<void> {
    const data = await this.publicState(manager, { forum, session });
    await appendToOutbox(manager, [createEvent(forumChanged, { subject: `forum ${forum.sessionId}`, sequence: forum.version, time: this.clock.now(), data })]);
  }

  private async publicState(manager: EntityManager, { forum, session }: StandingForum): Promise<EventData<typeof forumChanged>> {
    const { sessionId, phase, place, seats, groups, commitment, seed, drawnAt, minutesAt } = forum;
    const state = session.state === 'cancelled' ? 'cancelled' : session.postponedAt ? 'postponed' : 'scheduled';
    const entries = drawnAt ? await manager.getRepository(ForumSignUp).find({ where: { sessionId, rank: Not(IsNull()) }, order: { rank: 'ASC' } }) : [];
    const points = minutesAt ? await manager.getRepository(ForumPoint).find({ where: { sessionId }, order: { ordinal: 'ASC' } }) : [];
    return {
      sessionId, sessionNumber: session.number, phase, title: session.title, unit: { code: session.unitCode, name: session.unitName },
      startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(), state, reason: session.cancellationReason ?? session.postponementReason,
      place, seats, groups: groups.map(({ name, seats: kept }) => ({ name, seats: kept })), signUp: { from: forum.signUpFrom.toISOString(), until: forum.signUpUntil.toISOString() }, commitment,
      draw: drawnAt && seed ? { seed, drawnAt: drawnAt.toISOString(), entries: entries.map(({ code, group, lot }) => ({ code, group, lot: lot ?? 'waiting' })) } : null,
      minutes: minutesAt && {
        invited: forum.invited ?? 0, attended: forum.attended ?? 0, summary: forum.summary ?? '', publishedAt: minutesAt.toISOString(),
        principal: { isPresent: session.state === 'held', name: session.attendedName ?? '', post: session.attendedPost ?? '', reason: session.absenceReason },
        points: points.map(({ topic, opinion, answer, messageNumber }) => ({ topic, opinion, answer, messageNumber })),
      },
      announcedAt: forum.announcedAt.toISOString(),
    };
  }

  private async viewOf(manager: EntityManager, forum: Forum, session: LiveSession): Promise<ForumView> {
    const { sessionId, phase, place, seats, groups, commitment, seed, drawnAt, minutesAt, invited, attended, summary } = forum;
    const counted = await manager.query<{ group: string; signedUp: number; selected: number }[]>(
      `SELECT group_name AS "group", count(*)::int AS "signedUp", (count(*) FILTER (WHERE lot = 'selected'))::int AS selected FROM forum_sign_up WHERE session_id = $1 AND (withdrawn_at IS NULL OR lot IS NOT NULL) GROUP BY group_name`,
      [sessionId],
    );
    const [total, selected] = [counted.reduce((sum, one) => sum + one.signedUp, 0), counted.reduce((sum, one) => sum + one.selected, 0)];
    const points = await manager.getRepository(ForumPoint).find({ where: { sessionId }, order: { ordinal: 'ASC' } });
    return {
      sessionId, number: session.number, phase, title: session.title, unit: { code: session.unitCode, name: session.unitName }, startsAt: session.startsAt.toISOString(), endsAt: session.endsAt.toISOString(), state: session.state,
      place, seats, groups: groups.map(({ name, seats: kept }) => ({ name, seats: kept, signedUp: counted.find(({ group }) => group === name)?.signedUp ?? 0 })),
      signUp: { from: forum.signUpFrom.toISOString(), until: forum.signUpUntil.toISOString() }, commitment,
      draw: drawnAt && seed ? { seed, drawnAt: drawnAt.toISOString(), selected, waiting: total - selected } : null,
      points: points.map(({ pointId, topic, opinion, answer, messageId, messageNumber }) => ({ pointId, topic, opinion, answer, messageId, messageNumber })),
      minutes: minutesAt && { invited: invited ?? 0, attended: attended ?? 0, summary: summary ?? '', publishedAt: minutesAt.toISOString() },
      announcedAt: forum.announcedAt.toISOString(),
    };
  }
}
