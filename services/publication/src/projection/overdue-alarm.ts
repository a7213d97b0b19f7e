import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { BusinessDate, Clock } from '@wenzheng/working-days';
import { reviewWorkingDays } from '../publishing/publishing.rules.js';
import { CLOCK } from '../tokens.js';
import { contentReviewDays, endOfWorkingDay } from './content.rules.js';

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

/** Until when a reply is looked at, as the message's page says it. */
const showReviewDays = `
  UPDATE message SET review_due_on = ((held.due_at - interval '1 ms') AT TIME ZONE 'Asia/Shanghai')::date, revision = revision + 1, updated_at = $2
  FROM (SELECT message_id, min(review_due_at) AS due_at FROM reply WHERE state = 'held' AND message_id = ANY ($1::uuid[]) GROUP BY message_id) AS held
  WHERE message.message_id = held.message_id AND review_due_on IS NOT NULL`;

interface Counted {
  from: BusinessDate;
  days: number;
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
    for (const what of waiting) while ((await this.raiseFor(what, this.clock.now())) === atOnce);
  }

  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(`SELECT least(${waiting.map(({ table, due, waits }) => `(SELECT min(${due}) FROM ${table} WHERE ${waits} AND ${due} > $1)`).join(', ')}) AS at`, [this.clock.now()]);
    return row?.at ?? null;
  }

  private async followCalendar({ table, key, due, alarmed, waits, from, days }: (typeof waiting)[number]): Promise<void> {
    const rows = `${table} JOIN message USING (message_id) WHERE ${waits}`;
    const counted = await this.dataSource.query<Counted[]>(`SELECT DISTINCT (${from})::text AS from, ${days} AS days FROM ${rows}`);
    const [moved] = await this.dataSource.query<[{ messageId: string }[], number]>(
      `UPDATE ${table} SET ${due} = moved.at, ${alarmed} = NULL
       FROM (SELECT ${table}.${key} AS key, counted.at FROM (${table} JOIN message USING (message_id)) JOIN unnest($1::date[], $2::int[], $3::timestamptz[]) AS counted (day, days, at)
               ON counted.day = ${from} AND counted.days = ${days}
             WHERE ${waits} AND ${due} IS DISTINCT FROM counted.at ORDER BY 1 FOR UPDATE OF ${table}) AS moved
       WHERE ${table}.${key} = moved.key RETURNING message_id AS "messageId"`,
      [counted.map((one) => one.from), counted.map((one) => one.days), counted.map((one) => endOfWorkingDay(one.from, one.days, this.calendars.current))],
    );
    if (table === 'reply') await this.dataSource.query(showReviewDays, [moved.map(({ messageId }) => messageId), this.clock.now()]);
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private raiseFor({ table, key, due, alarmed, waits, alarm, words }: (typeof waiting)[number], now: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ id: string }[], number]>(
        `UPDATE ${table} SET ${alarmed} = $1 WHERE ${key} IN (
           SELECT ${key} FROM ${table} WHERE ${waits} AND ${due} <= $1 AND ${alarmed} IS NULL ORDER BY ${key} LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
         RETURNING ${key} AS id`,
        [now],
      );
      if (rows.length > 0) this.logger.warn({ alarm, count: rows.length, ids: rows.slice(0, 20).map(({ id }) => id) }, words);
      return rows.length;
    });
  }
}
