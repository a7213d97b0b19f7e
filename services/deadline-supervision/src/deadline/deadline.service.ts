import { Inject, Injectable } from '@nestjs/common';
import { createEvent, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { Policy } from '../rulebook/policy/policy.rules.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { Alarm } from './timer/alarm.js';
import { enterQuestions } from './session/session-rows.js';
import { CLOCK } from '../tokens.js';
import type { Announcement } from './announcement.rules.js';
import { insertFacts, loadFacts, lockMessages, markEarly, readClocks, writeClocks, type StoredClock } from './deadline-rows.js';
import type { ClockState } from './deadline.rules.js';
import { factOf } from './fact.rules.js';
import { lockHands, writeHands, type Hand, type Versions } from './timer/timers.js';
import { turn } from './machine.rules.js';

interface Change extends Hand {
  state: ClockState;
}

/** Keeps what is heard about messages, and their deadlines computed from it. */
@Injectable()
export class ClockService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Alarm) private readonly alarm: Alarm,
  ) {}

  /** In the caller's transaction: keeps the events, computes their messages' deadlines anew and says what has changed. */
  async record(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    const facts = events.map(factOf);
    const messageIds = [...new Set(facts.map(({ messageId }) => messageId))].sort();
    await this.rulebook.hold(manager);
    await enterQuestions(manager, facts);
    await lockMessages(manager, messageIds);
    await insertFacts(manager, facts);
    const versions = await lockHands(manager, messageIds);
    await this.reckon(manager, messageIds, versions, await readClocks(manager, messageIds));
  }

  /** Keeps events that no deadline depends on. */
  async keep(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    await insertFacts(manager, events.map(factOf));
  }

  /** Of clocks whose hands are locked, under {@link Rulebook.hold}: brings them up to the present calendar and to what their session has become, or moves them to another policy. */
  async refresh(manager: EntityManager, versions: Versions, clocks: readonly StoredClock[], moveTo?: Policy): Promise<void> {
    const stored = new Map(clocks.map((clock) => [clock.messageId, clock]));
    await this.reckon(manager, [...stored.keys()], versions, stored, moveTo);
  }

  private async reckon(
    manager: EntityManager,
    messageIds: readonly string[],
    versions: Versions,
    stored: Map<string, StoredClock>,
    moveTo?: Policy,
  ): Promise<void> {
    const now = this.clock.now();
    const facts = await loadFacts(manager, messageIds);
    const changes: Change[] = [];
    const envelopes: EventEnvelope[] = [];
    const early: string[] = [];
    for (const messageId of messageIds) {
      const before = stored.get(messageId);
      const next = turn(facts.get(messageId) ?? [], before ?? null, this.rulebook, moveTo);
      if (!next) {
        early.push(messageId);
        continue;
      }
      const version = versions.get(messageId) ?? 0;
      envelopes.push(...next.announcements.map((announcement, index) => eventOf(announcement, messageId, version + index + 1, now)));
      const { state, nextFireAt } = next;
      changes.push({ messageId, state, nextFireAt, version: version + next.announcements.length });
      this.alarm.expect(nextFireAt);
    }
    await writeClocks(manager, changes);
    await writeHands(manager, changes);
    await markEarly(manager, { early, registered: changes.flatMap(({ messageId }) => (stored.has(messageId) ? [] : [messageId])) });
    await appendToOutbox(manager, envelopes);
  }
}

const eventOf = ({ definition, data }: Announcement, subject: string, sequence: number, time: Date): EventEnvelope =>
  createEvent(definition as EventDefinition, { subject, sequence, time, data });
