import { Inject, Injectable } from '@nestjs/common';
import { createEvent, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { Policy } from '../policy/policy.rules.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { Alarm } from '../sweep/alarm.js';
import { CLOCK } from '../tokens.js';
import type { Announcement } from './announcement.rules.js';
import { insertFacts, loadFacts, lockClocks, lockMessages, markEarly, writeClocks, type StoredClock } from './clock-rows.js';
import type { ClockState } from './clock.rules.js';
import { factOf } from './fact.rules.js';
import { turn } from './machine.rules.js';

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
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Alarm) private readonly alarm: Alarm,
  ) {}

  /** In the caller's transaction: keeps the events, computes their messages' deadlines anew and says what has changed. */
  async record(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    const facts = events.map(factOf);
    const messageIds = [...new Set(facts.map(({ messageId }) => messageId))].sort();
    await this.rulebook.hold(manager);
    await lockMessages(manager, messageIds);
    await insertFacts(manager, facts);
    await this.reckon(manager, messageIds, await lockClocks(manager, messageIds));
  }

  /** Keeps events that no deadline depends on. */
  async keep(manager: EntityManager, events: readonly EventEnvelope<{ messageId: string }>[]): Promise<void> {
    await insertFacts(manager, events.map(factOf));
  }

  /** Of clocks that are locked, under {@link Rulebook.hold}: brings them up to the present calendar or moves them to another policy. */
  async refresh(manager: EntityManager, clocks: readonly StoredClock[], moveTo?: Policy): Promise<void> {
    const stored = new Map(clocks.map((clock) => [clock.messageId, clock]));
    await this.reckon(manager, [...stored.keys()], stored, moveTo);
  }

  private async reckon(manager: EntityManager, messageIds: readonly string[], stored: Map<string, StoredClock>, moveTo?: Policy): Promise<void> {
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
      const version = before?.version ?? 0;
      envelopes.push(...next.announcements.map((announcement, index) => eventOf(announcement, messageId, version + index + 1, now)));
      changes.push({ messageId, state: next.state, fired: before?.fired ?? [], version: version + next.announcements.length });
      this.alarm.expect(next.nextFireAt);
    }
    await writeClocks(manager, changes);
    await markEarly(manager, { early, registered: changes.flatMap(({ messageId }) => (stored.has(messageId) ? [] : [messageId])) });
    await appendToOutbox(manager, envelopes);
  }
}

const eventOf = ({ definition, data }: Announcement, subject: string, sequence: number, time: Date): EventEnvelope =>
  createEvent(definition as EventDefinition, { subject, sequence, time, data });
