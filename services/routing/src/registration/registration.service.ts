import { Inject, Injectable } from '@nestjs/common';
import { createEvent, messageAssigned, messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { planned, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock, type WorkingCalendar } from '@wenzheng/working-days';
import { Imports } from '../import/imports.service.js';
import { recomputeStates } from '../message/locked-message.js';
import { CALENDAR, CLOCK } from '../tokens.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { decideAssignment, holdingPenDueAt, type Assigned, type Waiting } from '../assignment/assignment.rules.js';

type Registered = EventData<typeof messageRegistered>;

interface Placed {
  message: Registered;
  decision: Assigned | Waiting;
  at: Date;
}

/** 受理登记 arrives: each message goes to its unit or into the holding pen, once. */
@Injectable()
export class Registration {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CALENDAR) private readonly calendar: WorkingCalendar,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Imports) private readonly imports: Imports,
  ) {}

  async register(manager: EntityManager, events: readonly EventEnvelope<Registered>[]): Promise<void> {
    const tree = await this.registry.tree(manager);
    const now = this.clock.now();
    const byId = new Map(events.map(({ data }) => [data.messageId, data]));
    const placed = [...byId.values()]
      .sort((a, b) => (a.messageId < b.messageId ? -1 : 1))
      // History was assigned when it was registered: nothing about it happens now.
      .map((message) => ({ message, decision: decideAssignment(message, tree), at: message.historical ? new Date(message.registeredAt) : now }));
    const written = await this.write(manager, placed);
    const isNew = placed.filter(({ message }) => written.has(message.messageId));
    await this.assign(manager, isNew);
    const withEarlyFacts = isNew.filter(({ message }) => written.get(message.messageId) === false).map(({ message }) => message.messageId);
    await this.imports.takeEffect(manager, withEarlyFacts);
    await recomputeStates(manager, withEarlyFacts);
  }

  /** @returns the messages that were not registered before; true for those of which nothing was known at all */
  private async write(manager: EntityManager, placed: readonly Placed[]): Promise<Map<string, boolean>> {
    const column = <T>(value: (row: Placed) => T): T[] => placed.map(value);
    const assigned = <T>(value: (decision: Assigned, at: Date) => T) =>
      column(({ decision, at }) => (decision.kind === 'assigned' ? value(decision, at) : null));
    const waiting = <T>(value: (decision: Waiting, at: Date) => T) =>
      column(({ decision, at }) => (decision.kind === 'holding-pen' ? value(decision, at) : null));
    const rows = await manager.query<{ message_id: string; fresh: boolean }[]>(
      planned(`INSERT INTO message (message_id, message_number, channel, registered_at, registered_on, kind, visibility, title, text, addressed_unit,
         session_id, historical, state, version, unit_code, assigned_at, assigned_by, holding_pen_reason, holding_pen_detail, holding_pen_since, holding_pen_due_at)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::date[], $6::text[], $7::text[], $8::text[], $9::text[],
         $10::text[], $11::text[], $12::boolean[], $13::text[], $14::integer[], $15::text[], $16::timestamptz[], $17::text[], $18::text[],
         $19::text[], $20::timestamptz[], $21::timestamptz[])
       ON CONFLICT (message_id) DO UPDATE SET message_number = excluded.message_number, channel = excluded.channel,
         registered_at = excluded.registered_at, registered_on = excluded.registered_on, kind = excluded.kind,
         visibility = excluded.visibility, title = excluded.title, text = excluded.text, addressed_unit = excluded.addressed_unit,
         session_id = excluded.session_id, historical = excluded.historical, state = excluded.state, version = excluded.version,
         unit_code = excluded.unit_code, assigned_at = excluded.assigned_at, assigned_by = excluded.assigned_by,
         holding_pen_reason = excluded.holding_pen_reason, holding_pen_detail = excluded.holding_pen_detail, holding_pen_since = excluded.holding_pen_since, holding_pen_due_at = excluded.holding_pen_due_at
       WHERE message.channel IS NULL
       RETURNING message_id, xmax = 0 AS fresh`),
      [
        column(({ message }) => message.messageId),
        column(({ message }) => message.messageNumber),
        column(({ message }) => message.channel),
        column(({ message }) => message.registeredAt),
        column(({ message }) => businessDateOf(new Date(message.registeredAt))),
        column(({ message }) => message.kind),
        column(({ message }) => message.visibility),
        column(({ message }) => message.title),
        column(({ message }) => message.text),
        column(({ message }) => message.addressedUnit),
        column(({ message }) => message.sessionId),
        column(({ message }) => message.historical),
        column(({ decision }) => decision.kind),
        column(({ decision }) => (decision.kind === 'assigned' ? 1 : 0)),
        assigned((decision) => decision.unit.code),
        assigned((_, at) => at.toISOString()),
        assigned((decision) => decision.by),
        waiting((decision) => decision.reason),
        waiting((decision) => decision.detail),
        waiting((_, at) => at.toISOString()),
        waiting((_, at) => holdingPenDueAt(at, this.calendar)?.toISOString() ?? null),
      ],
    );
    return new Map(rows.map((row) => [row.message_id, row.fresh]));
  }

  private async assign(manager: EntityManager, placed: readonly Placed[]): Promise<void> {
    const assigned = placed.flatMap(({ message, decision, at }) => (decision.kind === 'assigned' ? [{ message, decision, at }] : []));
    if (assigned.length === 0) return;
    await manager.query(
      planned(`INSERT INTO assignment (message_id, sequence, unit_code, unit_name, by, reason, assigned_at)
       SELECT message_id, 1, unit_code, unit_name, by, reason, assigned_at
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
         AS row (message_id, unit_code, unit_name, by, reason, assigned_at)`),
      [
        assigned.map(({ message }) => message.messageId),
        assigned.map(({ decision }) => decision.unit.code),
        assigned.map(({ decision }) => decision.unit.name),
        assigned.map(({ decision }) => decision.by),
        assigned.map(({ decision }) => decision.reason),
        assigned.map(({ at }) => at.toISOString()),
      ],
    );
    const events = assigned.map(({ message, decision, at }) =>
      createEvent(messageAssigned, {
        subject: message.messageId,
        sequence: 1,
        time: at,
        data: { messageId: message.messageId, unit: unitRefOf(decision.unit), assignedAt: at.toISOString(), by: decision.by, reason: decision.reason },
      }),
    );
    await appendToOutbox(manager, events);
  }
}
