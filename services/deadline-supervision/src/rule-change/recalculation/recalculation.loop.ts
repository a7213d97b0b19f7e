import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import { Rulebook } from '../../rulebook/rulebook.js';
import { Recalculations } from './recalculations.service.js';

/** A replica that is still to be replaced may compute with what an older release shipped. */
const renewEveryMs = 60_000;

/** Learns what was added to the rulebook and heard of live sessions, and brings deadlines to it. */
@Injectable()
export class RecalculationLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: 1_000,
    round: () => this.caughtUp(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'moving deadlines interrupted; it will be tried again'),
  });
  private renewed: { version: string; at: number } | undefined;

  constructor(
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Recalculations) private readonly recalculations: Recalculations,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** There is something to do. */
  wake(): void {
    this.loop.wake();
  }

  /** Resolves when every deadline stands by the rules and the sessions that are committed now. */
  async caughtUp(): Promise<void> {
    await this.rulebook.refresh();
    await this.recalculations.carryOut();
    await this.renew();
    await this.recalculations.followSessions();
  }

  private async renew(): Promise<void> {
    const { version } = this.rulebook.calendar;
    const now = performance.now();
    if (this.renewed?.version === version && now - this.renewed.at < renewEveryMs) return;
    await this.recalculations.renewStale();
    this.renewed = { version, at: now };
  }
}
