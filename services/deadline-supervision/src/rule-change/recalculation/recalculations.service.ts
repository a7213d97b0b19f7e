import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, policyApplied, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { type Made, audit, DATA_SOURCE, pageFrom, platformProblem, type Caller, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { once } from '../../once.js';
import { lockTimers, type Sequences } from '../../deadline/timer/timers.js';
import { deadlineBatch, openDeadlineIds, readDeadlines, type StoredDeadline } from '../../deadline/deadline-rows.js';
import { DeadlineService } from '../../deadline/deadline.service.js';
import { nextInPolicy } from '../policy/policy-changes.service.js';
import type { Policy } from '../../rulebook/policy/policy.rules.js';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { markFollowed, questionIds, unfollowedSessions } from '../../deadline/session/session-rows.js';
import { CLOCK } from '../../tokens.js';
import type { recalculationSchema } from './recalculation.schemas.js';
import { Previews, type Preview } from './previews.js';

type Instants = 'registeredUntil' | 'confirmedAt' | 'finishedAt';
/** As the database gives it: instants become text on their way out. */
export type Recalculation = Omit<z.infer<typeof recalculationSchema>, Instants> & { registeredUntil: Date; confirmedAt: Date; finishedAt: Date | null };

const selectRecalculation = `
  SELECT id, channel, version, registered_until AS "registeredUntil", deadlines, moved, confirmed_at AS "confirmedAt", finished_at AS "finishedAt"
  FROM recalculation`;

/** Brings deadlines to another version of their policy, when an administrator has confirmed it, to a new calendar, and to what became of their session. */
@Injectable()
export class Recalculations {
  private readonly move: RunBatch;
  private readonly renew: RunBatch;
  private readonly followSession: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DeadlineService) private readonly deadlines: DeadlineService,
    @Inject(Previews) private readonly previews: Previews,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    const register = (name: string, perform: (manager: EntityManager, sequences: Sequences, deadlines: StoredDeadline[]) => Promise<void>): RunBatch =>
      dueWorks.register<number>({
        name,
        claim: (manager, among) => this.lock(manager, name, among),
        perform: async (manager, claimed) => perform(manager, claimed, [...(await readDeadlines(manager, [...claimed.keys()])).values()]),
      });
    this.move = register('deadline.move', (...batch) => this.moveToConfirmed(...batch));
    this.renew = register('deadline.renew', (manager, sequences, deadlines) => {
      const { version } = this.rulebook.calendar;
      return this.deadlines.refresh(manager, sequences, deadlines.filter(({ announced }) => announced.ending === 'open' && announced.calendarVersion !== version));
    });
    this.followSession = register('deadline.follow-session', (...batch) => this.deadlines.refresh(...batch));
  }

  async preview(channel: ChannelName, version: string, page: { after?: string | undefined; limit: number }): Promise<Preview> {
    return this.previews.page({ versions: this.rulebook, toPolicy: await this.target(channel, version) }, this.clock.now(), page);
  }

  /** The deadlines of the preview, and no others, are moved from now on, a batch at a time. */
  async confirm(
    channel: ChannelName,
    version: string,
    order: { preview: string; reason: string },
    by: Caller,
    idempotencyKey: string | null,
  ): Promise<{ recalculation: Recalculation; isRepeat: boolean }> {
    const toPolicy = await this.target(channel, version);
    const request = { caller: by.subject, kind: 'policy-move', details: { channel, version, ...order }, idempotencyKey };
    return this.dataSource.transaction(async (manager) => {
      const make = async (): Promise<Made> => ({ id: await this.begin(manager, toPolicy, order, by), isRepeat: false });
      const { id, isRepeat } = await once(manager, request, this.clock.now(), { make, stands: () => Promise.resolve(true) });
      const [recalculation] = await manager.query<Recalculation[]>(`${selectRecalculation} WHERE id = $1`, [id]);
      if (!recalculation) throw new Error('a recalculation that was just begun');
      return { recalculation, isRepeat };
    });
  }

  private async begin(manager: EntityManager, toPolicy: Policy, order: { preview: string; reason: string }, by: Caller): Promise<string> {
    const { channel, version } = toPolicy;
    // Before anybody has to wait for it.
    const confirmed = await this.previews.confirm(manager, { versions: this.rulebook, toPolicy }, order.preview);
    await this.rulebook.change(manager);
    const [unfinished] = await manager.query<unknown[]>('SELECT FROM recalculation WHERE channel = $1 AND finished_at IS NULL', [channel]);
    if (unfinished) throw problem('deadline-supervision.move-under-way');
    if (!confirmed) throw problem('deadline-supervision.preview-outdated');
    const { registeredUntil, totals } = confirmed;
    const [id, now] = [randomUUID(), this.clock.now()];
    await manager.query(
      'INSERT INTO recalculation (id, channel, version, registered_until, deadlines, moved, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, channel, version, registeredUntil, totals.deadlines, totals.moved, now],
    );
    const data = { channel, version, registeredUntil: registeredUntil.toISOString(), clocks: totals.deadlines, moved: totals.moved, appliedAt: now.toISOString() };
    await appendToOutbox(manager, [createEvent(policyApplied, { ...(await nextInPolicy(manager, channel)), time: now, data })]);
    await audit(manager, { by, at: now, did: 'policy.applied', about: `${channel} ${version}`, details: { reason: order.reason, registeredUntil, ...totals } });
    return id;
  }

  async list(channel: ChannelName, version: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<Page<Recalculation>> {
    await this.target(channel, version);
    const found = await this.dataSource.query<Recalculation[]>(
      `${selectRecalculation} WHERE channel = $1 AND version = $2 AND ($3::uuid IS NULL OR (confirmed_at, id) < (SELECT confirmed_at, id FROM recalculation WHERE id = $3))
       ORDER BY confirmed_at DESC, id DESC LIMIT $4`,
      [channel, version, after ?? null, limit + 1],
    );
    return pageFrom(found, limit, ({ id }) => id);
  }

  /** What is confirmed, to its end; what another replica does meanwhile is not done again. */
  async carryOut(): Promise<void> {
    for (const { id, channel, version, registeredUntil } of await this.dataSource.query<Recalculation[]>(`${selectRecalculation} WHERE finished_at IS NULL ORDER BY confirmed_at`)) {
      for await (const ids of openDeadlineIds(this.dataSource, { channel, registeredUntil, notPolicy: version })) await this.move(ids);
      await this.dataSource.query('UPDATE recalculation SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL', [id, this.clock.now()]);
    }
  }

  /** Open deadlines that were computed with another calendar than the present one. Closed ones keep theirs. */
  async renewStale(): Promise<void> {
    for await (const ids of openDeadlineIds(this.dataSource, { notCalendar: this.rulebook.calendar.version })) await this.renew(ids);
  }

  /** The deadlines of all questions of a session of which something was heard; closed ones too, for it may change whether they were in time. */
  async followSessions(): Promise<void> {
    for (const { sessionId, eventIds } of await unfollowedSessions(this.dataSource)) {
      for await (const ids of questionIds(this.dataSource, sessionId, deadlineBatch)) await this.followSession(ids);
      await markFollowed(this.dataSource, eventIds);
    }
  }

  /** The timers, as {@link lockTimers} does, of deadlines that do not stand aside. */
  private async lock(manager: EntityManager, workName: string, among: readonly string[] = []): Promise<Sequences> {
    await this.rulebook.hold(manager);
    const free = await manager.query<{ id: string }[]>(`SELECT message_id AS id FROM unnest($1::uuid[]) AS message_id WHERE ${notAside(workName, 'message_id')}`, [among]);
    return lockTimers(manager, free.map(({ id }) => id));
  }

  /** Each to the version that was confirmed last for its channel. */
  private async moveToConfirmed(manager: EntityManager, sequences: Sequences, deadlines: readonly StoredDeadline[]): Promise<void> {
    const confirmed = await manager.query<{ channel: ChannelName; version: string }[]>('SELECT DISTINCT ON (channel) channel, version FROM recalculation ORDER BY channel, confirmed_at DESC');
    for (const { channel, version } of confirmed) {
      const concerned = deadlines.filter((deadline) => deadline.channel === channel && deadline.announced.ending === 'open' && deadline.announced.policyVersion !== version);
      if (concerned.length > 0) await this.deadlines.refresh(manager, sequences, concerned, this.rulebook.policyOf(channel, version));
    }
  }

  private async target(channel: ChannelName, version: string): Promise<Policy> {
    await this.rulebook.refresh();
    const policy = this.rulebook.policyOf(channel, version);
    if (!policy) throw platformProblem('not-found');
    return policy;
  }
}
