import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, forumPhaseChanged, type ForumPlanChange, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { problem } from '../../problems.js';
import type { LiveSession } from '../../session/session.entity.js';
import { CLOCK } from '../../tokens.js';
import { Units } from '../../unit/units.service.js';
import { ForumPhase, ForumPlanChangeRow, ForumSlot } from './phase.entity.js';
import { inOrder, isNextPlanned, monthOf, monthRefusal, planRefusal, type PlannedPhase } from './plan.rules.js';
import type { ForumPlanView, PhasePlan, PhaseView, PlanChange } from './plan.schema.js';

export interface WrittenPhase {
  repeated: boolean;
  phase: PhaseView;
}

interface Changed {
  change: ForumPlanChange;
  unit: UnitRef;
  fromMonth: string | null;
  toMonth: string | null;
  reason: string;
}

const unitOf = ({ unitCode, unitName }: { unitCode: string; unitName: string }): UnitRef => ({ code: unitCode, name: unitName });

/** 分期安排 of the forums: announced phase by phase, and changed with a reason that the public reads. */
@Injectable()
export class ForumPlan {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Units) private readonly units: Units,
  ) {}

  /** The next phase; the same again is answered with the same. */
  async announce({ phase, slots }: PhasePlan, by: Caller): Promise<WrittenPhase> {
    return this.dataSource.transaction(async (manager) => {
      const phases = await this.phases(manager);
      const [known, planned] = [phases.find((one) => one.phase === phase), inOrder(slots.map(({ unit, month }) => ({ unitCode: unit.code, month })))];
      if (known) {
        const isSame = known.changes.length === 0 && known.slots.map(({ unit, month }) => `${unit.code} ${month}`).join() === planned.map(({ unitCode, month }) => `${unitCode} ${month}`).join();
        if (isSame) return { repeated: true, phase: known };
        throw problem('intake.forum-phase-announced');
      }
      this.refuse([...phases.map(plannedOf), { phase, slots: planned }], planned.map(({ month }) => month));
      for (const { unit } of slots) await this.units.assertKnown(manager, unit);
      await manager.getRepository(ForumPhase).insert({ phase, plannedAt: this.clock.now(), plannedBy: by.subject, version: 0 });
      await manager.getRepository(ForumSlot).insert(slots.map(({ unit, month }) => ({ phase, unitCode: unit.code, unitName: unit.name, month, sessionId: null })));
      return { repeated: false, phase: await this.tell(manager, phase) };
    });
  }

  /** A unit is added, moved to another month or taken out; what is announced as a session is postponed or cancelled there. */
  async change(number: number, wanted: PlanChange, by: Caller): Promise<WrittenPhase> {
    return this.dataSource.transaction(async (manager) => {
      const phases = await this.phases(manager);
      const phase = phases.find((one) => one.phase === number);
      if (!phase) throw problem('intake.forum-phase-not-found');
      const { change, unit, reason } = wanted;
      const slot = phase.slots.find((one) => one.unit.code === unit.code);
      const toMonth = change === 'removed' ? null : wanted.month;
      const last = phase.changes.findLast((one) => one.unit.code === unit.code);
      if (last?.change === change && last.toMonth === toMonth && last.reason === reason && (slot?.month ?? null) === toMonth) return { repeated: true, phase };
      if (change === 'added' && slot) throw problem('intake.forum-unit-twice');
      if (change !== 'added' && !slot) throw problem('intake.forum-slot-not-found');
      if (slot?.sessionId && (await this.isStanding(manager, slot.sessionId))) throw problem('intake.forum-slot-announced');
      const kept = phase.slots.filter((one) => one.unit.code !== unit.code).map(({ unit: { code }, month }) => ({ unitCode: code, month }));
      const slots = toMonth === null ? kept : [...kept, { unitCode: unit.code, month: toMonth }];
      this.refuse(phases.map((one) => (one.phase === number ? { phase: number, slots } : plannedOf(one))), toMonth === null ? [] : [toMonth]);
      if (change === 'added') await this.units.assertKnown(manager, unit);
      const key = { phase: number, unitCode: unit.code };
      if (toMonth === null) await manager.getRepository(ForumSlot).delete(key);
      else await manager.getRepository(ForumSlot).save({ ...key, unitName: slot?.unit.name ?? unit.name, month: toMonth, sessionId: null });
      await this.log(manager, number, { change, unit: slot?.unit ?? unit, fromMonth: slot?.month ?? null, toMonth, reason }, by.subject);
      return { repeated: false, phase: await this.tell(manager, number) };
    });
  }

  async view(): Promise<ForumPlanView> {
    const phases = await readPhases(this.dataSource.manager);
    return { phases, isNextPlanned: this.isAhead(phases.map(plannedOf)) };
  }

  /** Without what was changed of the phases. */
  async isNextPlanned(): Promise<boolean> {
    const slots = await this.dataSource.manager.getRepository(ForumSlot).find();
    return this.isAhead([...Map.groupBy(slots, ({ phase }) => phase)].map(([phase, ofPhase]) => ({ phase, slots: ofPhase })));
  }

  /**
   * The phase whose slot a session is announced for; null where its unit has none in that month that is free.
   * The caller has locked the session.
   */
  async lead(manager: EntityManager, { sessionId, unitCode, startsAt }: LiveSession): Promise<number | null> {
    await lockPlan(manager);
    const slots = await manager.getRepository(ForumSlot).findBy({ unitCode, month: monthOf(businessDateOf(startsAt)) });
    for (const slot of slots) {
      if (slot.sessionId && slot.sessionId !== sessionId && (await this.isStanding(manager, slot.sessionId))) continue;
      await manager.getRepository(ForumSlot).update({ phase: slot.phase, unitCode }, { sessionId });
      await this.tell(manager, slot.phase);
      return slot.phase;
    }
    return null;
  }

  /** A forum was put off or cancelled: the slot goes along, and the log says why. */
  async follow(manager: EntityManager, session: LiveSession, { change, reason, by }: { change: 'postponed' | 'cancelled'; reason: string; by: string }): Promise<void> {
    await lockPlan(manager);
    const slot = await manager.getRepository(ForumSlot).findOneBy({ sessionId: session.sessionId });
    if (!slot) return;
    const toMonth = change === 'cancelled' ? null : monthOf(businessDateOf(session.startsAt));
    if (toMonth !== null) await manager.getRepository(ForumSlot).update({ phase: slot.phase, unitCode: slot.unitCode }, { month: toMonth });
    await this.log(manager, slot.phase, { change, unit: unitOf(slot), fromMonth: slot.month, toMonth, reason }, by);
    await this.tell(manager, slot.phase);
  }

  private readonly isAhead = (phases: readonly PlannedPhase[]): boolean => isNextPlanned(phases, businessDateOf(this.clock.now()));

  private async phases(manager: EntityManager): Promise<PhaseView[]> {
    await lockPlan(manager);
    return readPhases(manager);
  }

  private refuse(phases: readonly PlannedPhase[], months: readonly string[]): void {
    const today = businessDateOf(this.clock.now());
    const refusal = planRefusal(phases) ?? months.map((month) => monthRefusal(month, today)).find((found) => found !== null);
    if (refusal) throw problem(refusal);
  }

  private async isStanding(manager: EntityManager, sessionId: string): Promise<boolean> {
    const [row] = await manager.query<{ state: string }[]>('SELECT state FROM live_session WHERE session_id = $1', [sessionId]);
    return row !== undefined && row.state !== 'cancelled';
  }

  private async log(manager: EntityManager, phase: number, { unit, ...changed }: Changed, by: string): Promise<void> {
    await manager.getRepository(ForumPlanChangeRow).insert({ changeId: randomUUIDv7(), phase, unitCode: unit.code, unitName: unit.name, ...changed, madeAt: this.clock.now(), madeBy: by });
  }

  private async tell(manager: EntityManager, number: number): Promise<PhaseView> {
    const [rows] = await manager.query<[{ version: number }[], number]>('UPDATE forum_phase SET version = version + 1 WHERE phase = $1 RETURNING version', [number]);
    const phase = (await readPhases(manager)).find((one) => one.phase === number);
    if (!phase) throw new Error('a phase that was written is not there');
    await appendToOutbox(manager, [createEvent(forumPhaseChanged, { subject: `forum-phase-${number}`, sequence: rows[0]?.version ?? 1, time: this.clock.now(), data: phase })]);
    return phase;
  }
}

/** The plan is changed by one at a time. Whoever holds a session's lock may take this one, never the other way round. */
const lockPlan = (manager: EntityManager): Promise<unknown> => manager.query(`SELECT pg_advisory_xact_lock(hashtext('forum plan ' || current_schema()))`);

const plannedOf = ({ phase, slots }: PhaseView): PlannedPhase => ({ phase, slots: slots.map(({ unit, month }) => ({ unitCode: unit.code, month })) });

async function readPhases(manager: EntityManager): Promise<PhaseView[]> {
  const phases = await manager.getRepository(ForumPhase).find({ order: { phase: 'ASC' } });
  const slots = await manager.getRepository(ForumSlot).find();
  const changes = await manager.getRepository(ForumPlanChangeRow).find({ order: { changeId: 'ASC' } });
  return phases.map(({ phase, plannedAt }) => ({
    phase,
    slots: inOrder(slots.filter((slot) => slot.phase === phase)).map((slot) => ({ unit: unitOf(slot), month: slot.month, sessionId: slot.sessionId })),
    changes: changes.filter((row) => row.phase === phase).map((row) => ({ change: row.change, unit: unitOf(row), fromMonth: row.fromMonth, toMonth: row.toMonth, reason: row.reason, madeAt: row.madeAt.toISOString() })),
    plannedAt: plannedAt.toISOString(),
  }));
}
