import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, LOGGER, Loop, planned, type DataSource, type Logger } from '@wenzheng/platform';
import type { BusinessDate, Clock } from '@wenzheng/working-days';
import { reviewWorkingDays } from '../publishing/publishing.rules.js';
import { CLOCK } from '../tokens.js';
import { contentReviewDays, endOfWorkingDay } from './content.rules.js';
import { ProjectionService } from './projection.service.js';

const everyMs = 60_000;
const atOnce = 1_000;

const dayOf = (instant: string): string => `(${instant} AT TIME ZONE 'Asia/Shanghai')::date`;

/** What waits for the information office, and until the end of which working day: `days` after the day `from`. */
export const waiting = [
  {
    table: 'reply', key: 'reply_id', due: 'review_due_at', alarmed: 'review_alarmed_at', waits: `state = 'held'`, alarm: 'review-overdue',
    from: `greatest(registered_on, ${dayOf('reply.submitted_at')})`, days: String(reviewWorkingDays),
    words: 'nobody of the information office has decided in time about replies',
  },
  {
    table: 'content_review', key: 'message_id', due: 'due_at', alarmed: 'alarmed_at', waits: 'decision IS NULL', alarm: 'content-review-overdue',
    from: dayOf('opened_at'), days: `CASE WHEN historical THEN ${contentReviewDays.historical} ELSE ${contentReviewDays.current} END`,
    words: 'nobody of the information office has decided in time about the content of messages',
  },
] as const;

const lateOf = ({ table, due, alarmed, waits }: Pick<(typeof waiting)[number], 'table' | 'due' | 'alarmed' | 'waits'>): string => `${table} WHERE ${waits} AND ${due} <= $1 AND ${alarmed} IS NULL`;

/** One look at all: mostly nothing is late. */
const nextDueSql = planned(`SELECT least(${waiting.map(({ table, due, waits }) => `(SELECT min(${due}) FROM ${table} WHERE ${waits} AND ${due} > $1)`).join(', ')}) AS at`);
const isAnyLate = planned(`SELECT ${waiting.map((what, index) => `EXISTS (SELECT FROM ${lateOf(what)}) AS "${index}"`).join(', ')}`);

interface Counted {
  from: BusinessDate;
  days: number;
  due: Date | null;
}

/** When nobody of the office has decided in time, the alarm is raised, once; anew where a notice of the State Council has moved that time. */
@Injectable()
export class OverdueAlarm implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.raise(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'what is overdue was not looked for; it will be tried again'),
  });

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(ProjectionService) private readonly projection: ProjectionService,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async raise(): Promise<void> {
    for (const what of waiting) await this.followCalendar(what);
    const [late] = await this.dataSource.query<[Record<string, boolean>]>(isAnyLate, [this.clock.now()]);
    for (const [index, what] of waiting.entries()) if (late[index]) while ((await this.raiseFor(what, this.clock.now())) === atOnce);
  }

  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(nextDueSql, [this.clock.now()]);
    return row?.at ?? null;
  }

  /** Message by message, as what comes is put together: the page says the day by which its reply is looked at, and both move as one. */
  private async followCalendar({ table, due, alarmed, waits, from, days }: (typeof waiting)[number]): Promise<void> {
    const found = await this.dataSource.query<Counted[]>(`SELECT DISTINCT (${from})::text AS from, ${days} AS days, ${due} AS due FROM ${table} JOIN message USING (message_id) WHERE ${waits}`);
    const counted = found.map((one) => ({ ...one, at: endOfWorkingDay(one.from, one.days, this.calendars.current) })).filter((one) => one.due?.getTime() !== one.at?.getTime());
    if (counted.length === 0) return;
    const byCalendar = [counted.map((one) => one.from), counted.map((one) => one.days), counted.map((one) => one.at)];
    const toMove = `message, unnest($1::date[], $2::int[], $3::timestamptz[]) AS counted (day, days, at)
      WHERE message.message_id = ${table}.message_id AND counted.day = ${from} AND counted.days = ${days} AND ${waits} AND ${due} IS DISTINCT FROM counted.at`;
    const messages = await this.dataSource.query<{ id: string }[]>(`SELECT DISTINCT ${table}.message_id AS id FROM ${table}, ${toMove} ORDER BY 1`, byCalendar);
    for (const { id } of messages) {
      await this.dataSource.transaction((manager) =>
        this.projection.amend(manager, id, async () => {
          await manager.query(`UPDATE ${table} SET ${due} = counted.at, ${alarmed} = NULL FROM ${toMove} AND ${table}.message_id = $4`, [...byCalendar, id]);
          return 0;
        }),
      );
    }
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private raiseFor({ table, key, due, alarmed, waits, alarm, words }: (typeof waiting)[number], now: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ id: string }[], number]>(
        `UPDATE ${table} SET ${alarmed} = $1 WHERE ${key} IN (
           SELECT ${key} FROM ${lateOf({ table, due, alarmed, waits })} ORDER BY ${key} LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
         RETURNING ${key} AS id`,
        [now],
      );
      if (rows.length > 0) this.logger.warn({ alarm, count: rows.length, ids: rows.slice(0, 20).map(({ id }) => id) }, words);
      return rows.length;
    });
  }
}
