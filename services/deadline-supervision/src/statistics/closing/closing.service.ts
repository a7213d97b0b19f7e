import { Inject, Injectable } from '@nestjs/common';
import { createEvent, statisticsClosed, statisticsListed } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, startOfBusinessDate, type Clock } from '@wenzheng/working-days';
import { Rulebook } from '../../rulebook/rulebook.js';
import { unfollowedSessions } from '../../deadline/session/session-rows.js';
import type { SupervisionConfig } from '../../config.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { listCounted } from '../figures/listing.js';
import { spanOf } from '../period.rules.js';
import { StatisticsService } from '../statistics.service.js';
import { digestOf, endedPeriods, figuresOfStatistics, monthAfter } from './closing.rules.js';
import { announcementOf, listingOf } from './announcement.rules.js';

const workName = 'statistics.close';

/** R05, R28: at the end of each month and year its figures are closed, and never change again. */
@Injectable()
export class ClosingService {
  /** Nothing ends before this instant that is not closed. */
  private quietUntil = -Infinity;
  private readonly close: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(StatisticsService) private readonly statistics: StatisticsService,
    @Inject(CONFIG) private readonly config: Pick<SupervisionConfig, 'RANKING_MINIMUM_SAMPLE'>,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.close = dueWorks.register<number>({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: async (manager, claimed) => {
        for (const [period, number] of claimed) await this.closeOne(manager, period, number);
      },
    });
  }

  /** Closes what has ended and is not closed, in order of time; one replica does, the others wait for it. */
  async closeEnded(): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() < this.quietUntil) return;
    await this.dataSource.query('INSERT INTO statistics_start VALUES (true, $1) ON CONFLICT DO NOTHING', [businessDateOf(now).slice(0, 7)]);
    for (const period of await this.due()) await this.close([period]);
    if ((await this.due()).length > 0) return;
    this.quietUntil = this.nextDue(now).getTime();
  }

  /** When the next month ends. */
  nextDue(now = this.clock.now()): Date {
    return startOfBusinessDate(`${monthAfter(businessDateOf(now).slice(0, 7))}-01`);
  }

  /** What has ended since the service began to work, and has no figures. */
  async missing(): Promise<string[]> {
    const [start] = await this.dataSource.query<{ month: string }[]>('SELECT month FROM statistics_start');
    if (!start) return [];
    const closed = await this.dataSource.query<{ period: string }[]>('SELECT period FROM closed_period');
    const known = new Set(closed.map(({ period }) => period));
    return endedPeriods(start.month, businessDateOf(this.clock.now())).filter((period) => !known.has(period));
  }

  /** What is missing and does not stand aside, in order of time. */
  private async due(): Promise<string[]> {
    const rows = await this.dataSource.query<{ period: string }[]>(
      `SELECT period FROM unnest($1::text[]) WITH ORDINALITY AS missing (period, place) WHERE ${notAside(workName, 'period')} ORDER BY place`,
      [await this.missing()],
    );
    return rows.map(({ period }) => period);
  }

  /** The period with its number, while nobody computes: whatever is heard later bears that number. */
  private async claim(manager: EntityManager, [period]: readonly string[] = []): Promise<Map<string, number>> {
    if (period === undefined) return new Map();
    await this.rulebook.change(manager);
    const [before] = await manager.query<{ number: number; closed: boolean }[]>(
      'SELECT coalesce(max(number), 0) AS number, coalesce(bool_or(period = $1), false) AS closed FROM closed_period',
      [period],
    );
    // Deadlines that have yet to follow what was heard of their session are closed with the next round.
    if (!before || before.closed || (await unfollowedSessions(manager)).length > 0) return new Map();
    return new Map([[period, before.number + 1]]);
  }

  private async closeOne(manager: EntityManager, period: string, number: number): Promise<void> {
    const { from, to } = spanOf(period);
    const cutOff = this.clock.now();
    const selection = { from, to, unit: null, channel: null, kind: null };
    const statistics = await this.statistics.read(manager, selection, cutOff);
    const closing = {
      period,
      cutOff: cutOff.toISOString(),
      calendarVersion: this.rulebook.calendar.version,
      policyVersions: await policyVersions(manager, from, to),
      figures: figuresOfStatistics(statistics),
    };
    const digest = digestOf(closing);
    await manager.query('INSERT INTO closed_period VALUES ($1, $2, $3, $4, $5, $6, $7)', [
      period, number, closing.cutOff, closing.calendarVersion, closing.policyVersions, JSON.stringify(closing.figures), digest,
    ]);
    await appendToOutbox(manager, [
      createEvent(statisticsClosed, { subject: period, sequence: 1, time: cutOff, data: announcementOf({ ...closing, digest, minimumSample: this.config.RANKING_MINIMUM_SAMPLE }, { from, to }) }),
    ]);
    const listing = listingOf(period, await listCounted(manager, selection, cutOff));
    await appendToOutbox(manager, listing.map((data) => createEvent(statisticsListed, { subject: period, sequence: 1 + data.part, time: cutOff, data })));
  }
}

async function policyVersions(manager: EntityManager, from: string, to: string): Promise<string[]> {
  const rows = await manager.query<{ version: string }[]>(
    `SELECT DISTINCT channel || ' ' || policy_version AS version FROM deadline WHERE registered_on BETWEEN $1 AND $2 ORDER BY version`,
    [from, to],
  );
  return rows.map(({ version }) => version);
}
