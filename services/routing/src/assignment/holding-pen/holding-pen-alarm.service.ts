import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, LOGGER, planned, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { Notices } from '../../notification/notices.service.js';
import { CLOCK } from '../../tokens.js';

const atOnce = 1_000;
const late = `FROM message WHERE state = 'holding-pen' AND holding_pen_due_at <= $1 AND (holding_pen_alarmed_at IS NULL OR holding_pen_alarmed_at <= holding_pen_since)`;

/** R08: when nobody has decided by `holding_pen_due_at`, the alarm is raised, once per stay in the holding pen. */
@Injectable()
export class HoldingPenAlarm {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  async raise(): Promise<void> {
    const [found] = await this.dataSource.query<unknown[]>(planned(`SELECT ${late} LIMIT 1`), [this.clock.now()]);
    if (found) while ((await this.raiseFor(this.clock.now())) === atOnce);
  }

  /** When the next message in the holding pen should have been decided about. */
  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>(planned(`SELECT min(holding_pen_due_at) AS at FROM message WHERE state = 'holding-pen' AND holding_pen_due_at > $1`), [this.clock.now()]);
    return row?.at ?? null;
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  private raiseFor(now: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[{ message_id: string; since: string }[], number]>(
        `UPDATE message SET holding_pen_alarmed_at = $1 WHERE message_id IN (
           SELECT message_id ${late}
           ORDER BY message_id LIMIT $2 FOR UPDATE SKIP LOCKED)
         RETURNING message_id, holding_pen_since::text AS since`,
        [now, atOnce],
      );
      if (rows.length > 0) {
        await this.notices.tell(manager, rows.map(({ message_id: messageId, since }) =>
          ({ kind: 'holding-pen-overdue', key: `holding-pen ${messageId} ${since}`, messageId, unitCode: null, posts: ['information-office'] })));
        const messages = rows.slice(0, 20).map((row) => row.message_id);
        this.logger.warn({ alarm: 'holding-pen-overdue', count: rows.length, messages }, 'nobody has decided in time about messages in the holding pen');
      }
      return rows.length;
    });
  }
}
