import { Inject, Injectable } from '@nestjs/common';
import { createEvent, messageAssigned, messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { Calendars, outboxRows, publishAfterCommit, type OutboxArrays } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import { documentOf } from '@wenzheng/text';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { decideAssignment, decideForSession, holdingPenDueAt, type AskedSession } from '../assignment/assignment.rules.js';
import { Sessions } from '../assignment/session/sessions.service.js';
import { Imports } from '../import/imports.service.js';
import { LiveAnswers } from '../reply/live/live-answers.service.js';
import { LearnedModels } from '../suggestion/learned-models.service.js';
import { decideLearned } from '../suggestion/suggestion.rules.js';
import { Rulings } from '../ruling/rulings.service.js';
import { CLOCK } from '../tokens.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import type { UnitTree } from '../unit/unit-tree.rules.js';
import { parametersOf, registerKnown, registerUnknown, type RegistrationRow } from './registration.statement.js';

type Registered = EventData<typeof messageRegistered>;

interface Written {
  eventId: string;
  messageId: string;
  /** Nothing at all was known of the message. */
  fresh: boolean;
  /** Of the assignment's event in the outbox. */
  event_id: string;
  position: string;
}

/** 受理登记 arrives: each message goes to its unit or into the holding pen, once. */
@Injectable()
export class Registration {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Imports) private readonly imports: Imports,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(LearnedModels) private readonly models: LearnedModels,
    @Inject(LiveAnswers) private readonly liveAnswers: LiveAnswers,
    @Inject(Rulings) private readonly rulings: Rulings,
  ) {}

  /**
   * The normal case, one statement without a transaction around it: messages of which nothing is known, the units as they are in
   * memory.
   * @returns the events that are done with; none where another replica has loaded other units since
   */
  async registerUnknown(manager: EntityManager, events: readonly EventEnvelope<Registered>[]): Promise<string[]> {
    const { version, tree } = this.registry.inMemory;
    // What was asked in a session waits for the lock of that, and goes the long way; so does what the information office has ruled invalid before it was registered.
    const plain = events.filter(({ data }) => data.sessionId === null && !data.screening?.ruling);
    if (plain.length === 0) return [];
    const written = await this.write(manager, registerUnknown, this.place(plain, tree), version);
    return written.map(({ eventId }) => eventId);
  }

  /** All other cases: early facts take their effect with the registration, and a message that is registered already stays as it is. */
  async register(manager: EntityManager, events: readonly EventEnvelope<Registered>[]): Promise<void> {
    const tree = await this.registry.tree(manager);
    const sessions = await this.sessions.known(manager, events.flatMap(({ data }) => data.sessionId ?? []));
    const written = await this.write(manager, registerKnown, this.place(events, tree, sessions));
    const ids = new Set(written.map(({ messageId }) => messageId));
    await this.rulings.takeOver(manager, events.flatMap(({ data }) => (ids.has(data.messageId) ? data : [])));
    const known = written.filter(({ fresh }) => !fresh).map(({ messageId }) => messageId);
    await this.imports.takeEffect(manager, known);
    await this.liveAnswers.takeEffect(manager, known);
  }

  private async write(manager: EntityManager, statement: string, rows: readonly RegistrationRow[], ...further: unknown[]): Promise<Written[]> {
    const written = await manager.query<Written[]>(statement, [...parametersOf(rows), ...further]);
    const assigned = rows.filter((row) => row.envelope !== '');
    const outbox: OutboxArrays = [assigned.map((row) => row.assigned_event as string), assigned.map(() => messageAssigned.subject), assigned.map(({ envelope }) => envelope)];
    publishAfterCommit(manager, outbox, written);
    return written;
  }

  /** One row per message, in order of their ids: rows that several replicas write are locked in key order. */
  private place(events: readonly EventEnvelope<Registered>[], tree: UnitTree, sessions: ReadonlyMap<string, AskedSession> = new Map()): RegistrationRow[] {
    const now = this.clock.now();
    const byMessage = new Map(events.map((event) => [event.data.messageId, event]));
    return [...byMessage.values()].sort((a, b) => (a.data.messageId < b.data.messageId ? -1 : 1)).map((event) => this.rowOf(event, tree, sessions.get(event.data.sessionId ?? ''), now));
  }

  private rowOf({ id, data: message }: EventEnvelope<Registered>, tree: UnitTree, session: AskedSession | undefined, now: Date): RegistrationRow {
    const isAsked = message.sessionId !== null && !message.historical && message.kind !== 'report';
    const registration = {
      event_id: id,
      message_id: message.messageId,
      message_number: message.messageNumber,
      channel: message.channel,
      registered_at: message.registeredAt,
      registered_on: businessDateOf(new Date(message.registeredAt)),
      kind: message.kind,
      visibility: message.visibility,
      title: message.title,
      text: message.text,
      addressed_unit: message.addressedUnit,
      session_id: message.sessionId,
      follow_up_to: message.followUpTo ?? null,
      first_asked: isAsked && session?.channel === message.channel ? session.unitCode : null,
      historical: message.historical,
    };
    const decision = message.screening?.ruling
      ? ({ kind: 'holding-pen', reason: 'ruled-at-intake', detail: null } as const)
      : isAsked
      ? decideForSession(message, session, tree)
      : decideAssignment(message, tree, (hits) => decideLearned(message.messageId, hits, tree, this.models.inMemory, () => documentOf(message)));
    // History was assigned when it was registered: nothing about it happens now.
    const at = message.historical ? new Date(message.registeredAt) : now;
    if (decision.kind === 'holding-pen') {
      return {
        ...registration,
        ...unassigned,
        state: 'holding-pen',
        version: 0,
        holding_pen_reason: decision.reason,
        holding_pen_detail: decision.detail,
        holding_pen_since: at.toISOString(),
        // Nobody answers history: it waits there without a timer.
        holding_pen_due_at: message.historical ? null : (holdingPenDueAt(at, this.calendars.current)?.toISOString() ?? null),
      };
    }
    const { unit, by, reason, duty, modelVersion = null } = decision;
    const assignedAt = at.toISOString();
    const event = createEvent(messageAssigned, {
      subject: message.messageId,
      sequence: 1,
      time: at,
      data: { messageId: message.messageId, unit: unitRefOf(unit), assignedAt, by, reason, ...(duty ? { duty } : {}) },
    });
    const [[assignedEvent = ''], , [envelope = '']] = outboxRows([event]);
    return {
      ...registration,
      ...outOfHoldingPen,
      state: 'assigned',
      version: 1,
      unit_code: unit.code,
      assigned_at: assignedAt,
      assigned_by: by,
      unit_name: unit.name,
      reason,
      duty_item: duty?.item ?? null,
      duty_version: duty?.version ?? null,
      model_version: modelVersion,
      assigned_event: assignedEvent,
      envelope,
    };
  }
}

const unassigned = { unit_code: null, assigned_at: null, assigned_by: null, unit_name: null, reason: null, duty_item: null, duty_version: null, model_version: null, assigned_event: null, envelope: '' };
const outOfHoldingPen = { holding_pen_reason: null, holding_pen_detail: null, holding_pen_since: null, holding_pen_due_at: null };
