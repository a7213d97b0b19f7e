import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { commentsReadBack, createEvent, type EventData } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import type { Account, IntakeConfig } from '../../config.js';
import { UndoneDeliveries } from '../../delivery/undone.js';
import { CONFIG } from '../../tokens.js';
import { Budgets } from './budgets.service.js';
import { Weibo } from './platform/weibo.js';

const everyMs = 10 * 60_000;
const askMs = 20_000;
/** Soon after it was posted, then four times a day, for a month; what was missing is looked for once more. */
const first = '10 minutes';
const again = '6 hours';
const onceMore = '30 minutes';
const longest = '30 days';

interface Looked {
  commentId: string;
  missingSince: Date | null;
}

/** 回读: whether what we have said on the microblog still stands there. What is missing twice is gone, and its delivery has failed after all. */
@Injectable()
export class ReadBack implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Loop({
    everyMs,
    round: () => this.look(new Date()),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'comments not read back; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Weibo) private readonly weibo: Weibo,
    @Inject(Budgets) private readonly budgets: Budgets,
    @Inject(UndoneDeliveries) private readonly undone: UndoneDeliveries,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.MICROBLOG_ACCOUNTS.length > 0) this.rounds.start(everyMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** At most a page of each account, whatever the others answer. @throws WeiboError of the last that did not answer */
  async look(now: Date): Promise<void> {
    let failure: unknown = null;
    for (const account of this.config.MICROBLOG_ACCOUNTS) {
      const due = await this.due(account, now);
      if (due.length > 0) await this.readBack(account, due, now).catch((error: unknown) => (failure = error));
    }
    if (failure !== null) throw failure;
  }

  private due({ name }: Account, now: Date): Promise<Looked[]> {
    return this.dataSource.query<Looked[]>(
      `SELECT comment_id AS "commentId", missing_since AS "missingSince" FROM microblog_comment
       WHERE account = $1 AND comment_id IS NOT NULL AND gone_at IS NULL AND attempted_at BETWEEN $2::timestamptz - interval '${longest}' AND $2::timestamptz - interval '${first}'
         AND (read_at IS NULL OR read_at <= $2::timestamptz - CASE WHEN missing_since IS NULL THEN interval '${again}' ELSE interval '${onceMore}' END)
       ORDER BY read_at NULLS FIRST, attempted_at LIMIT 50`,
      [name, now],
    );
  }

  private async readBack(account: Account, due: readonly Looked[], now: Date): Promise<void> {
    await this.budgets.take(account, 'calls', 'fetching');
    const standing = await this.weibo.standing(account, due.map(({ commentId }) => commentId), AbortSignal.timeout(askMs));
    const missing = due.filter(({ commentId }) => !standing.has(commentId));
    await this.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE microblog_comment SET read_at = $2, missing_since = NULL WHERE comment_id = ANY ($1::text[])', [[...standing], now]);
      await manager.query('UPDATE microblog_comment SET read_at = $2, missing_since = coalesce(missing_since, $2) WHERE comment_id = ANY ($1::text[])', [missing.map(({ commentId }) => commentId), now]);
      for (const { commentId } of missing.filter(({ missingSince }) => missingSince !== null)) await this.gone(manager, commentId, now);
      await this.tell(manager, account.name, now);
    });
  }

  /** The public reads what of all that the account has said still stands. */
  private async tell(manager: EntityManager, name: string, now: Date): Promise<void> {
    const [counts] = await manager.query<EventData<typeof commentsReadBack>['last30Days'][]>(
      `SELECT count(*)::int AS said, count(read_at)::int AS read, (count(*) FILTER (WHERE read_at IS NOT NULL AND missing_since IS NULL))::int AS standing, count(gone_at)::int AS gone
       FROM microblog_comment WHERE account = $1 AND comment_id IS NOT NULL AND attempted_at BETWEEN $2::timestamptz - interval '${longest}' AND $2`,
      [name, now],
    );
    const [row] = await manager.query<{ version: number }[]>(
      'INSERT INTO microblog_read_back (account, version) VALUES ($1, 1) ON CONFLICT (account) DO UPDATE SET version = microblog_read_back.version + 1 RETURNING version',
      [name],
    );
    await appendToOutbox(manager, [createEvent(commentsReadBack, { subject: `comments of ${name}`, sequence: row!.version, time: now, data: { name, readAt: now.toISOString(), last30Days: counts! } })]);
  }

  private async gone(manager: EntityManager, commentId: string, now: Date): Promise<void> {
    const [, count] = await manager.query<[unknown, number]>('UPDATE microblog_comment SET gone_at = $2 WHERE comment_id = $1 AND gone_at IS NULL', [commentId, now]);
    const [delivery] = await manager.query<{ referenceId: string }[]>(`SELECT reference_id AS "referenceId" FROM delivery WHERE connector = 'microblog' AND delivery_id = $1`, [commentId]);
    if (count > 0 && delivery) await this.undone.fail(manager, 'microblog', delivery.referenceId, 'the comment is no longer on the platform');
  }
}
