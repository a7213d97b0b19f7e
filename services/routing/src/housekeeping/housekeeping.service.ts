import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, ended, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock, WorkingCalendar } from '@wenzheng/working-days';
import { forgetAnswers } from '../message/action/idempotency.js';
import { DisputeQueue } from '../assignment/dispute/dispute-queue.service.js';
import { HoldingPenAlarm } from '../assignment/holding-pen/holding-pen-alarm.service.js';
import { Recalls } from '../assignment/holding-pen/recalls.service.js';
import { CoTaskQueue } from '../co-handling/co-task-queue.service.js';
import { IdentityEndings } from '../identity/identity-endings.service.js';
import { Trainer } from '../suggestion/training/trainer.service.js';
import { Merges } from '../reply/merge/merges.service.js';
import { Promises } from '../reply/promise/promises.service.js';
import { CLOCK } from '../tokens.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { nextAlarms, raiseAlarms } from './due-alarms.js';
import { followCalendar } from './working-day-timers.js';

const everyMs = 60_000;

/** What routing does without being asked: at the start, every minute of real time, and when business time was moved. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: () => this.run(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'housekeeping interrupted; it will be tried again'),
  });
  private followed: { version: string; at: number } | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Recalls) private readonly recalls: Recalls,
    @Inject(HoldingPenAlarm) private readonly alarm: HoldingPenAlarm,
    @Inject(DisputeQueue) private readonly disputes: DisputeQueue,
    @Inject(CoTaskQueue) private readonly coTasks: CoTaskQueue,
    @Inject(IdentityEndings) private readonly identityEndings: IdentityEndings,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Merges) private readonly merges: Merges,
    @Inject(Promises) private readonly promises: Promises,
    @Inject(Trainer) private readonly trainer: Trainer,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** The instants at which something that waits is next overdue: business time that is moved stops there. */
  async nextDue(): Promise<Date[]> {
    const dues = [nextAlarms(this.dataSource, this.clock.now()), this.promises.nextDue(), this.coTasks.nextDue(), this.alarm.nextDue(), this.registry.nextSettling()];
    return (await Promise.all(dues)).flat().filter((at) => at !== null);
  }

  async run(): Promise<void> {
    // Who has a message rests on the units of today, and until when on the calendar.
    await this.registry.settle();
    await this.follow(this.calendars.current);
    await ended([
      this.recalls.recallLate().then(() => this.alarm.raise()),
      this.disputes.settle(),
      this.merges.settle(),
      this.identityEndings.endLapsed(),
      this.coTasks.run(),
      this.promises.run(),
      this.trainer.look(),
      raiseAlarms(this.dataSource, this.logger, this.clock.now()),
      forgetAnswers(this.dataSource, this.clock.now()),
    ]);
  }

  /** Anew now and then, since a replica that is still to be replaced may compute with an older calendar. */
  private async follow(calendar: WorkingCalendar): Promise<void> {
    const now = performance.now();
    if (this.followed?.version === calendar.version && now - this.followed.at < everyMs) return;
    await followCalendar(this.dataSource, calendar);
    this.followed = { version: calendar.version, at: now };
  }
}
