import { Inject, Injectable } from '@nestjs/common';
import type { Account, IntakeConfig } from '../../config.js';
import { ProbeFault, type ProbedWay, type Probing } from '../../delivery/probing.js';
import { CONFIG } from '../../tokens.js';
import { Budgets } from './budgets.service.js';
import { Weibo } from './platform/weibo.js';
import { WeiboError } from './platform/weibo.rules.js';

const askMs = 20_000;
/** A basic account has a hundred calls a day, of which looking for what came in takes three quarters. */
const basicSeconds = 4 * 3_600;

/** Of each account: whether the platform lets us read what it has said. */
@Injectable()
export class MicroblogProbing implements Probing {
  constructor(
    @Inject(Weibo) private readonly weibo: Weibo,
    @Inject(Budgets) private readonly budgets: Budgets,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  ways(): ProbedWay[] {
    const { PROBE_SECONDS } = this.config;
    return this.config.MICROBLOG_ACCOUNTS.map(({ name, tier }) => ({ channel: 'microblog', name, title: name, way: 'reading', everySeconds: tier === 'basic' ? Math.max(PROBE_SECONDS, basicSeconds) : PROBE_SECONDS }));
  }

  async probe({ name }: ProbedWay): Promise<boolean> {
    const account = this.config.MICROBLOG_ACCOUNTS.find((one) => one.name === name);
    if (!account || !(await this.mayAsk(account))) return false;
    try {
      await this.weibo.ownComments(account, { since: '0' }, AbortSignal.timeout(askMs));
      return true;
    } catch (error) {
      if (!(error instanceof WeiboError)) throw error;
      // That we have asked too much says nothing of the platform.
      if (error.isRateLimit) return false;
      throw new ProbeFault('refused', error.message);
    }
  }

  private mayAsk(account: Account): Promise<boolean> {
    return this.budgets.take(account, 'calls', 'fetching').then(() => true, (error: unknown) => {
      if (error instanceof WeiboError) return false;
      throw error;
    });
  }
}
