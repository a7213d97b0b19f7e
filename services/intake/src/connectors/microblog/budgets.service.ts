import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { allowances, mostFor, windowEnd } from './budget.rules.js';
import type { BudgetKind } from './microblog.entity.js';
import type { Account } from '../../config.js';
import { WeiboError } from './platform/weibo.rules.js';

/** What accounts may still ask and say, counted for all replicas together. */
@Injectable()
export class Budgets {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** One more. @throws WeiboError as the platform would answer, before it has to */
  async take({ name, tier }: Account, kind: BudgetKind, use: 'fetching' | 'saying'): Promise<void> {
    const now = new Date();
    const until = windowEnd(allowances[tier][kind].seconds, now);
    const taken = await this.dataSource.query<unknown[]>(
      `INSERT INTO microblog_budget AS budget (account, kind, until, used) VALUES ($1, $2, $3, 1)
       ON CONFLICT (account, kind) DO UPDATE SET until = excluded.until, used = CASE WHEN budget.until < excluded.until THEN 1 ELSE budget.used + 1 END
       WHERE budget.until < excluded.until OR budget.used < $4 RETURNING used`,
      [name, kind, until, mostFor(tier, kind, use)],
    );
    if (taken.length === 0) throw new WeiboError(`no ${kind} left`, null, 429, secondsUntil(until, now));
  }

  /** The platform has counted more than we did. @returns in how many seconds it counts anew */
  async exhaust({ name, tier }: Account, kind: BudgetKind): Promise<number> {
    const now = new Date();
    const { most, seconds } = allowances[tier][kind];
    const until = windowEnd(seconds, now);
    await this.dataSource.query(
      `INSERT INTO microblog_budget (account, kind, until, used) VALUES ($1, $2, $3, $4)
       ON CONFLICT (account, kind) DO UPDATE SET until = excluded.until, used = excluded.used`,
      [name, kind, until, most],
    );
    return secondsUntil(until, now);
  }
}

const secondsUntil = (until: Date, now: Date): number => Math.ceil((until.getTime() - now.getTime()) / 1_000);
