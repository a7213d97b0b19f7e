import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { appendToOutbox, DueWorks, type RunBatch } from '@wenzheng/messaging';
import { causedWork, DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { nextWorkingTime, workingHoursOf } from '../rulebook/calendar/working-hours.rules.js';
import { readDeadlines, type StoredDeadline } from '../deadline/deadline-rows.js';
import { DeadlineService } from '../deadline/deadline.service.js';
import { claimDueTimers, earliestFire, lockTimers, setNextFire, writeTimers, type Sequences, type Timer } from '../deadline/timer/timers.js';
import { insertWishes } from './draft-wish/draft-wishes.js';
import { insertEscalations, withdrawEscalations } from '../escalation/escalation-rows.js';
import { LadderMetrics } from './ladder.metrics.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { CLOCK } from '../tokens.js';
import { effectOf, withdrawnLevels, type Effect } from './effect.rules.js';

const batchSize = 1_000;
const lookAgainMs = 3_600_000;

/** Does what has fallen due: reminders, urging, overdue, escalations, and withdrawals of what no longer stands. */
@Injectable()
export class SweepService {
  private readonly runBatch: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DeadlineService) private readonly deadlines: DeadlineService,
    @Inject(LadderMetrics) private readonly metrics: LadderMetrics,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.runBatch = dueWorks.register<number>({
      name: 'deadline.fire',
      claim: async (manager, among) => {
        await this.rulebook.hold(manager);
        return claimDueTimers(manager, this.clock.now(), batchSize, among);
      },
      perform: (manager, claimed) => causedWork({ span: 'sweep', causes: [] }, () => this.fire(manager, claimed, this.clock.now())),
      // By clearing the timer, so that claiming a batch costs nothing more.
      aside: { put: (manager, messageId) => setNextFire(manager, messageId, null), takeBack: (manager, messageId) => setNextFire(manager, messageId, this.clock.now()) },
    });
  }

  /** Returns when nothing is due except what other replicas are working on, with the number of deadlines handled. */
  async run(): Promise<number> {
    const first = await this.runBatch();
    if (first < batchSize) return first;
    // One batch is computed while the other is written.
    const rest = await Promise.all([this.runRest(), this.runRest()]);
    return rest.reduce((total, claimed) => total + claimed, first);
  }

  private async runRest(): Promise<number> {
    let total = 0;
    for (let claimed = batchSize; claimed === batchSize; total += claimed) claimed = await this.runBatch();
    return total;
  }

  /** Whether something is due now, whichever replica is working on it. */
  async isBehind(): Promise<boolean> {
    const earliest = await this.earliest();
    return earliest !== null && earliest <= this.clock.now();
  }

  /** When the next deadline falls due. */
  earliest(): Promise<Date | null> {
    return earliestFire(this.dataSource);
  }

  /** The same, of those that are not due yet. */
  nextDue(): Promise<Date | null> {
    return earliestFire(this.dataSource, this.clock.now());
  }

  private async fire(manager: EntityManager, claimed: Sequences, now: Date): Promise<void> {
    const { deadlines: due, sequences } = await this.upToDate(manager, claimed);
    const gone = Map.groupBy(await withdrawEscalations(manager, due.flatMap(withdrawnLevels), now), ({ messageId }) => messageId);
    const handover = this.handovers(now);
    const effects = due
      .map((deadline) => effectOf(deadline, sequences.get(deadline.messageId) ?? 0, now, randomUUID, gone.get(deadline.messageId), handover(deadline)))
      .sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    await withdrawSteps(manager, effects, now);
    await insertSteps(manager, effects, now);
    await insertEscalations(manager, effects.flatMap(({ escalations }) => escalations));
    await insertWishes(manager, effects.flatMap(({ messageId, fired, withdrawn }) => [...fired, ...withdrawn].map((step) => ({ messageId, ...step }))));
    await writeTimers(manager, [...effects, ...withoutDeadline(claimed, due, now)]);
    await appendToOutbox(manager, effects.flatMap(({ envelopes }) => envelopes));
    for (const { at } of effects.flatMap(({ fired }) => fired)) this.metrics.sweepLateness.record((now.getTime() - at.getTime()) / 1_000);
  }

  /** When the people of a deadline can next be reached, by its policy. */
  private handovers(now: Date): (deadline: StoredDeadline) => Date {
    const known = new Map<string, Date>();
    return ({ channel, announced: { policyVersion } }) => {
      const hours = this.rulebook.policyOf(channel, policyVersion)?.rules.workingHours.value;
      if (hours === undefined) return now;
      const at = known.get(hours) ?? nextWorkingTime(now, workingHoursOf(hours), this.rulebook.calendar);
      known.set(hours, at);
      return at;
    };
  }

  /** A deadline computed with another calendar is recomputed before it may fire. Closed ones keep the calendar they closed with. */
  private async upToDate(manager: EntityManager, claimed: Sequences): Promise<{ deadlines: StoredDeadline[]; sequences: Sequences }> {
    const messageIds = [...claimed.keys()];
    const deadlines = [...(await readDeadlines(manager, messageIds)).values()];
    const stale = deadlines.filter(({ announced }) => announced.ending === 'open' && announced.calendarVersion !== this.rulebook.calendar.version);
    if (stale.length === 0) return { deadlines, sequences: claimed };
    await this.deadlines.refresh(manager, claimed, stale);
    const sequences = await lockTimers(manager, messageIds);
    return { deadlines: [...(await readDeadlines(manager, messageIds)).values()], sequences };
  }
}

/** The deadline's row was deleted by hand: conservation names the message. Look again later, in case it is restored. */
function withoutDeadline(claimed: Sequences, due: readonly StoredDeadline[], now: Date): Timer[] {
  if (due.length === claimed.size) return [];
  const known = new Set(due.map(({ messageId }) => messageId));
  return [...claimed].filter(([messageId]) => !known.has(messageId)).map(([messageId, sequence]) => ({ messageId, sequence, nextFireAt: new Date(now.getTime() + lookAgainMs) }));
}

async function insertSteps(manager: EntityManager, effects: readonly Effect[], now: Date): Promise<void> {
  const steps = effects.flatMap(({ messageId, fired }) => fired.map(({ step, at }) => ({ messageId, step, at })));
  if (steps.length === 0) return;
  await manager.query(
    `INSERT INTO fired_step (message_id, step, due_at, fired_at)
     SELECT *, $4::timestamptz FROM unnest($1::uuid[], $2::text[], $3::timestamptz[])
     ON CONFLICT (message_id, step) DO UPDATE SET due_at = excluded.due_at, fired_at = excluded.fired_at, withdrawn_at = NULL`,
    [steps.map(({ messageId }) => messageId), steps.map(({ step }) => step), steps.map(({ at }) => at), now],
  );
}

async function withdrawSteps(manager: EntityManager, effects: readonly Effect[], now: Date): Promise<void> {
  const steps = effects.flatMap(({ messageId, withdrawn }) => withdrawn.map(({ step }) => ({ messageId, step })));
  if (steps.length === 0) return;
  await manager.query(
    `UPDATE fired_step SET withdrawn_at = $3 FROM unnest($1::uuid[], $2::text[]) AS gone (message_id, step)
     WHERE fired_step.message_id = gone.message_id AND fired_step.step = gone.step`,
    [steps.map(({ messageId }) => messageId), steps.map(({ step }) => step), now],
  );
}
