import { Inject, Injectable } from '@nestjs/common';
import { createEvent, type EventData, type EventDefinition, type EventEnvelope, type messageRegistered } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { Policy } from '../rulebook/policy/policy.rules.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { DueSignal } from './timer/due-signal.js';
import { enterQuestions } from './session/session-rows.js';
import { CLOCK } from '../tokens.js';
import type { Announcement } from './announcement.rules.js';
import { keepFacts, loadFacts, markEarly, readDeadlines, recordFacts, writeDeadlines, type StoredDeadline } from './deadline-rows.js';
import type { DeadlineState } from './deadline.rules.js';
import { factOf } from './fact.rules.js';
import { keepMatters } from './matter/matter-rows.js';
import { toldAtRegistration } from './matter/matter.rules.js';
import { insertOpenings, type Opening } from './opening.js';
import { lockTimers, writeTimers, type Timer, type Sequences } from './timer/timers.js';
import { transition } from './transition.rules.js';

interface Change extends Timer {
  state: DeadlineState;
}

/** Keeps what is heard about messages, and their deadlines computed from it. */
@Injectable()
export class DeadlineService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DueSignal) private readonly due: DueSignal,
  ) {}

  /**
   * Outside any transaction: opens the deadlines of messages of which nothing else is known, in one statement with the inbox.
   * @returns ids of the events that are done with it
   */
  async open(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof messageRegistered>>[]): Promise<string[]> {
    const { version } = this.rulebook;
    const now = this.clock.now();
    const openings = [...Map.groupBy(events, ({ data }) => data.messageId).values()].flatMap(([event, another]) => (event && !another ? (this.openingOf(event, now) ?? []) : []));
    if (openings.length === 0) return [];
    const done = await insertOpenings(manager, version, openings);
    for (const { nextFireAt } of openings) this.due.expect(nextFireAt);
    return done;
  }

  /** Null for a question asked in a session: its session must be locked first. */
  private openingOf(event: EventEnvelope<EventData<typeof messageRegistered>>, now: Date): Opening | null {
    const fact = factOf(event);
    if (fact.type !== 'registered' || fact.data.sessionId !== null) return null;
    const next = transition([fact], null, this.rulebook);
    const [announcement, another] = next?.announcements ?? [];
    if (!next || !announcement || another) return null;
    const { state, nextFireAt } = next;
    return { fact, title: toldAtRegistration(event.data).title, state, nextFireAt, envelope: eventOf(announcement, fact.messageId, 1, now) };
  }

  /** In the caller's transaction: keeps the events, computes their messages' deadlines anew and says what has changed. */
  async record(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    const facts = events.map(factOf);
    const messageIds = [...new Set(facts.map(({ messageId }) => messageId))].sort();
    await this.rulebook.hold(manager);
    await enterQuestions(manager, facts);
    await recordFacts(manager, facts);
    const sequences = await lockTimers(manager, messageIds);
    await keepMatters(manager, events);
    await this.recompute(manager, messageIds, sequences, await readDeadlines(manager, messageIds));
  }

  /** Keeps events that no deadline depends on. */
  async keep(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    await keepFacts(manager, events.map(factOf));
    await keepMatters(manager, events);
  }

  /** Of deadlines whose timers are locked, under {@link Rulebook.hold}: brings them up to the present calendar and to what their session has become, or moves them to another policy. */
  async refresh(manager: EntityManager, sequences: Sequences, deadlines: readonly StoredDeadline[], toPolicy?: Policy): Promise<void> {
    const stored = new Map(deadlines.map((deadline) => [deadline.messageId, deadline]));
    await this.recompute(manager, [...stored.keys()], sequences, stored, toPolicy);
  }

  private async recompute(
    manager: EntityManager,
    messageIds: readonly string[],
    sequences: Sequences,
    stored: Map<string, StoredDeadline>,
    toPolicy?: Policy,
  ): Promise<void> {
    const now = this.clock.now();
    const facts = await loadFacts(manager, messageIds);
    const changes: Change[] = [];
    const envelopes: EventEnvelope[] = [];
    const early: string[] = [];
    for (const messageId of messageIds) {
      const before = stored.get(messageId);
      const next = transition(facts.get(messageId) ?? [], before ?? null, this.rulebook, toPolicy);
      if (!next) {
        early.push(messageId);
        continue;
      }
      const sequence = sequences.get(messageId) ?? 0;
      envelopes.push(...next.announcements.map((announcement, index) => eventOf(announcement, messageId, sequence + index + 1, now)));
      const { state, nextFireAt } = next;
      changes.push({ messageId, state, nextFireAt, sequence: sequence + next.announcements.length });
      this.due.expect(nextFireAt);
    }
    await writeDeadlines(manager, changes);
    await writeTimers(manager, changes);
    await markEarly(manager, { early, registered: changes.flatMap(({ messageId }) => (stored.has(messageId) ? [] : [messageId])) });
    await appendToOutbox(manager, envelopes);
  }
}

const eventOf = ({ definition, data }: Announcement, subject: string, sequence: number, time: Date): EventEnvelope =>
  createEvent(definition as EventDefinition, { subject, sequence, time, data });
