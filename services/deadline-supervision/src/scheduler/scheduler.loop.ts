import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, ended, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { DocumentLoop } from '../documents/documents.loop.js';
import { EscalationService } from '../escalation/escalation.service.js';
import { EscalationPassOn } from '../escalation/pass-on/pass-on.service.js';
import { RecalculationLoop } from '../rule-change/recalculation/recalculation.loop.js';
import { Renewals } from '../renewal/renewals.service.js';
import { ClosingService } from '../statistics/closing/closing.service.js';
import { CLOCK } from '../tokens.js';
import { DueSignal } from '../deadline/timer/due-signal.js';
import { SweepService } from '../ladder/sweep.service.js';

/** How long a sweep may be away from what other replicas and uncommitted transactions bring about. */
const longestSleepMs = 1_000;
const shortestSleepMs = 10;

/**
 * Sweeps when something falls due: it sleeps until the earliest due time, at most a second, and is woken when a handler
 * brings an earlier one or business time is moved.
 */
@Injectable()
export class SchedulerLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs: longestSleepMs,
    round: () => this.round(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'due work interrupted; it will be tried again'),
  });

  constructor(
    @Inject(SweepService) private readonly sweep: SweepService,
    @Inject(RecalculationLoop) private readonly recalculation: RecalculationLoop,
    @Inject(EscalationService) private readonly escalations: EscalationService,
    @Inject(EscalationPassOn) private readonly passOn: EscalationPassOn,
    @Inject(ClosingService) private readonly closing: ClosingService,
    @Inject(Renewals) private readonly renewals: Renewals,
    @Inject(DocumentLoop) private readonly documents: DocumentLoop,
    @Inject(DueSignal) private readonly due: DueSignal,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.due.onWake(() => this.loop.wake());
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /**
   * Resolves when everything due by now has been done and committed, by whichever replica, and each escalation has its
   * place in the list. Called when business time has moved, it lets the loop know when to wake.
   */
  async caughtUp(): Promise<void> {
    await this.recalculation.caughtUp();
    while (await this.isBehind()) {
      await this.sweep.run();
      await this.passOn.passOn();
      if (await this.isBehind()) await sleep(shortestSleepMs);
    }
    await ended([this.closing.closeEnded(), this.renewals.fireDue(), this.documents.caughtUp()]);
    await this.escalations.assignPositions();
    // The loop looks within a second, and sooner where something falls due before.
    this.due.wakeBefore(this.present + longestSleepMs);
    this.due.expect(await this.sweep.earliest());
  }

  /** The next instant at which something falls due of which the service knows now. */
  async nextDue(): Promise<Date | null> {
    const dues = await Promise.all([this.sweep.nextDue(), this.passOn.nextDue(), this.renewals.nextDue(), this.documents.nextDue(), this.closing.nextDue()]);
    return dues.filter((due) => due !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  /** A look costs a fraction of the claim that mostly finds nothing. */
  private async isBehind(): Promise<boolean> {
    const found = await Promise.all([this.sweep.isBehind(), this.passOn.isBehind()]);
    return found.includes(true);
  }

  /** Returns how long it may sleep. */
  private async round(): Promise<number> {
    this.due.wakeBefore(this.present + longestSleepMs);
    if (await this.sweep.isBehind()) await this.sweep.run();
    await this.closing.closeEnded();
    if (await this.passOn.isBehind()) await this.passOn.passOn();
    await this.renewals.fireDue();
    await this.escalations.assignPositions();
    const earliest = (await this.sweep.earliest())?.getTime() ?? Infinity;
    const now = this.present;
    const until = Math.min(now + longestSleepMs, Math.max(now + shortestSleepMs, earliest));
    this.due.wakeBefore(until);
    return until - now;
  }

  private get present(): number {
    return this.clock.now().getTime();
  }
}
