import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';

const everyMs = 60_000;
const atOnce = 1_000;

/** What waits for the information office, and until when. */
const waiting = [
  {
    table: 'reply', key: 'reply_id', due: 'review_due_at', alarmed: 'review_alarmed_at', waits: `state = 'held'`, alarm: 'review-overdue',
    words: 'nobody of the information office has decided in time about replies',
  },
  {
    table: 'content_review', key: 'message_id', due: 'due_at', alarmed: 'alarmed_at', waits: 'decision IS NULL', alarm: 'content-review-overdue',
    words: 'nobody of the information office has decided in time about the content of messages',
  },
] as const;

/** When nobody of the office has decided in time, the alarm is raised, once. */
@Injectable()
export class OverdueAlarm implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.raise(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'what is overdue was not looked for; it will be tried again'),
  });

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
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
    for (const what of waiting) while ((await this.raiseFor(what, this.clock.now())) === atOnce);
  }

  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(`SELECT least(${waiting.map(({ table, due, waits }) => `(SELECT min(${due}) FROM ${table} WHERE ${waits} AND ${due} > $1)`).join(', ')}) AS at`, [this.clock.now()]);
    return row?.at ?? null;
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
