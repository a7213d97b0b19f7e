import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { CLOCK } from '../tokens.js';

const everyMs = 60_000;
const atOnce = 1_000;

/** When nobody of the office has decided about a reply by `review_due_at`, the alarm is raised, once. */
@Injectable()
export class ReviewAlarm implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.raise(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'overdue reviews were not looked for; it will be tried again'),
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
    while ((await this.raiseFor(this.clock.now())) === atOnce);
  }

  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(`SELECT min(review_due_at) AS at FROM reply WHERE state = 'held' AND review_due_at > $1`, [this.clock.now()]);
    return row?.at ?? null;
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private raiseFor(now: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ reply_id: string }[], number]>(
        `UPDATE reply SET review_alarmed_at = $1 WHERE reply_id IN (
           SELECT reply_id FROM reply WHERE state = 'held' AND review_due_at <= $1 AND review_alarmed_at IS NULL ORDER BY reply_id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED)
         RETURNING reply_id`,
        [now],
      );
      if (rows.length > 0) {
        this.logger.warn({ alarm: 'review-overdue', count: rows.length, replies: rows.slice(0, 20).map((row) => row.reply_id) }, 'nobody of the information office has decided in time about replies');
      }
      return rows.length;
    });
  }
}
