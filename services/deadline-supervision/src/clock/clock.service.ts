import { Inject, Injectable } from '@nestjs/common';
import { createEvent, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock, WorkingCalendar } from '@wenzheng/working-days';
import { CALENDAR, CLOCK } from '../tokens.js';
import { Policies } from '../policy/policies.service.js';
import { Alarm } from '../sweep/alarm.js';
import { announcementsOf, type Said } from './announcement.rules.js';
import { insertFacts, loadFacts, lockClocks, lockMessages, markEarly, writeClocks, type StoredClock } from './clock-rows.js';
import { deriveClock, registrationOf, type ClockState } from './clock.rules.js';
import { factOf, type Fact } from './fact.rules.js';
import { nextFireAt } from './ladder.rules.js';

interface Change {
  messageId: string;
  state: ClockState;
  fired: StoredClock['fired'];
  version: number;
}

/** Keeps what is heard about messages, and their deadlines computed from it. */
@Injectable()
export class ClockService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(Alarm) private readonly alarm: Alarm,
  ) {}

  /** In the caller's transaction: keeps the events, computes their messages' deadlines anew and says what has changed. */
  async record(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    const facts = events.map(factOf);
    const messageIds = [...new Set(facts.map(({ messageId }) => messageId))].sort();
    await lockMessages(manager, messageIds);
    await insertFacts(manager, facts);
    await this.recompute(manager, messageIds, await lockClocks(manager, messageIds));
  }

  /** Keeps events that no deadline depends on. */
  async keep(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    await insertFacts(manager, events.map(factOf));
  }

  /** Of clocks that are locked: brings them up to the present calendar. */
  async refresh(manager: EntityManager, clocks: readonly StoredClock[]): Promise<void> {
    const stored = new Map(clocks.map((clock) => [clock.messageId, clock]));
    await this.recompute(manager, [...stored.keys()], stored);
  }

  /** The state of one message from its facts, as it is computed for everything else. */
  derive(facts: readonly Fact[], pinnedPolicy?: string): ClockState | null {
    const registration = registrationOf(facts);
    if (!registration) return null;
    return deriveClock(facts, this.policies.of(new Date(registration.registeredAt), pinnedPolicy), this.calendar);
  }

  private async recompute(manager: EntityManager, messageIds: readonly string[], stored: Map<string, StoredClock>): Promise<void> {
    const now = this.clock.now();
    const facts = await loadFacts(manager, messageIds);
    await this.policies.know([...stored.values()].map(({ policyVersion }) => policyVersion));
    const changes: Change[] = [];
    const envelopes: EventEnvelope[] = [];
    const early: string[] = [];
    for (const messageId of messageIds) {
      const before = stored.get(messageId);
      const state = this.derive(facts.get(messageId) ?? [], before?.policyVersion);
      if (!state) {
        early.push(messageId);
        continue;
      }
      const said = this.announce(messageId, state, before, now);
      envelopes.push(...said);
      changes.push({ messageId, state, fired: before?.fired ?? [], version: (before?.version ?? 0) + said.length });
    }
    await writeClocks(manager, changes);
    await markEarly(manager, { early, registered: changes.flatMap(({ messageId }) => (stored.has(messageId) ? [] : [messageId])) });
    await appendToOutbox(manager, envelopes);
    for (const { state, fired } of changes) this.alarm.expect(nextFireAt(state.steps, fired));
  }

  private announce(messageId: string, state: ClockState, before: StoredClock | undefined, now: Date): EventEnvelope[] {
    const said: Said | null = before?.said ?? null;
    return announcementsOf(messageId, state, said).map(({ definition, data }, index) =>
      createEvent(definition as EventDefinition, {
        subject: messageId,
        sequence: (before?.version ?? 0) + index + 1,
        time: now,
        data,
      }),
    );
  }
}

