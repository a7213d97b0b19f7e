import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, escalationRaised, urgingOrderClosed, urgingOrderServed, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { nextSequences } from '../../deadline/timer/timers.js';
import { Documents } from '../document/documents.js';
import { nextWorkingTime } from '../../rulebook/calendar/working-hours.rules.js';
import { insertEscalations } from '../../escalation/escalation-rows.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { changeOrder, lockOrder, type OrderChange, type StoredOrder } from './urging-order-rows.js';
import { climbOf, climbTargets, isEnded, type ClimbStep } from './urging-order.rules.js';

/** Hands orders over in working hours, tells other services of them, and lets those that nobody answers climb. */
@Injectable()
export class UrgingOrderDelivery {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Documents) private readonly documents: Documents,
  ) {}

  /** Now, if there is anybody at work to take it; else the order waits until there is. */
  sendOff({ state }: StoredOrder): OrderChange {
    const now = this.clock.now();
    const at = nextWorkingTime(now, this.documents.officesAt(now).workingHours, this.rulebook.calendar);
    return at > now ? { state, serve_at: at } : { served_at: now };
  }

  /** After a step: tells of what has begun or ended, and reckons when the order would climb. The caller holds its lock. */
  async follow(manager: EntityManager, id: string, before: StoredOrder): Promise<void> {
    const order = await lockOrder(manager, id);
    if (!order?.servedAt) return;
    if (!before.servedAt) await this.tell(manager, order, (messageId) => this.served(order, messageId));
    if (isEnded(order.state)) await this.tell(manager, order, (messageId) => this.closed(order, messageId));
    const { nextAt } = this.climb(order);
    await changeOrder(manager, id, { next_climb_at: nextAt, calendar_version: this.rulebook.calendar.version });
  }

  /** Serves what has waited for working hours, and lets climb what is due; each order in a transaction of its own. */
  async sweep(): Promise<void> {
    const due = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM urging_order WHERE serve_at <= $1
       UNION SELECT id FROM urging_order WHERE next_climb_at IS NOT NULL AND (next_climb_at <= $1 OR calendar_version <> $2) ORDER BY id`,
      [this.clock.now(), this.rulebook.calendar.version],
    );
    for (const { id } of due) await this.dataSource.transaction((manager) => this.see(manager, id));
  }

  private async see(manager: EntityManager, id: string): Promise<void> {
    const now = this.clock.now();
    // Waits for whoever has it: a sweep that is over has seen to everything, itself or by another replica.
    const order = await lockOrder(manager, id);
    if (!order) return;
    if (order.serveAt !== null && order.serveAt <= now) await changeOrder(manager, id, { state: 'served', served_at: now, serve_at: null });
    else if (order.servedAt !== null) for (const step of this.climb(order).steps) await this.climbTo(manager, order, step, now);
    await this.follow(manager, id, order);
  }

  private climb({ state, servedAt, answerBy, climbed }: StoredOrder) {
    if (servedAt === null || answerBy === null) throw new Error('an order climbs that was not served');
    return climbOf({ state, servedAt, answerBy, climbed }, this.clock.now(), this.rulebook.calendar);
  }

  /** Escalates the messages of the order that still wait; where none does, the order itself still does. */
  private async climbTo(manager: EntityManager, order: StoredOrder, step: ClimbStep, now: Date): Promise<void> {
    await manager.query('UPDATE urging_order SET climbed = climbed || $2::text WHERE id = $1', [order.id, step]);
    await this.documents.record(manager, order.id, { act: 'climb', by: 'rule', details: { step, ...climbTargets[step] } });
    const waiting = new Set(
      (await manager.query<{ id: string }[]>(`SELECT message_id AS id FROM deadline WHERE message_id = ANY ($1::uuid[]) AND ending = 'open'`, [order.messageIds])).map(({ id }) => id),
    );
    const items = (order.items ?? []).filter(({ messageId }) => waiting.size === 0 || waiting.has(messageId));
    const versions = await nextSequences(manager, items.map(({ messageId }) => messageId));
    const raised = items.flatMap(({ messageId, messageNumber, channel, dueOn, finalDueOn }) =>
      dueOn === null ? [] : [{
        escalationId: randomUUID(), messageId, messageNumber, channel, unit: order.unit, ...climbTargets[step], replyDueOn: dueOn, finalDueOn,
        raisedAt: now.toISOString(), cause: { kind: 'urging-order' as const, id: order.id },
      }],
    );
    await insertEscalations(manager, raised);
    await appendToOutbox(manager, raised.map((data) => createEvent(escalationRaised, { subject: data.messageId, sequence: versionOf(versions, data.messageId), time: now, data })));
  }

  private async tell(
    manager: EntityManager,
    { messageIds }: StoredOrder,
    event: (messageId: string) => (sequence: number) => EventEnvelope,
  ): Promise<void> {
    const versions = await nextSequences(manager, messageIds);
    await appendToOutbox(manager, messageIds.map((messageId) => event(messageId)(versionOf(versions, messageId))));
  }

  private served({ id, number, title, unit, coUnits, answerBy, servedAt }: StoredOrder, messageId: string) {
    return (sequence: number): EventEnvelope => {
      if (!number || !unit || !answerBy || !servedAt) throw new Error('an order was served that was not signed');
      const data = { urgingOrderId: id, messageId, number, title, unit, coUnits, answerBy, servedAt: servedAt.toISOString() };
      return createEvent(urgingOrderServed, { subject: messageId, sequence, time: servedAt, data });
    };
  }

  private closed({ id, state }: StoredOrder, messageId: string) {
    return (sequence: number): EventEnvelope => {
      const now = this.clock.now();
      const data = { urgingOrderId: id, messageId, outcome: state === 'accepted' ? ('accepted' as const) : ('cancelled' as const), closedAt: now.toISOString() };
      return createEvent(urgingOrderClosed, { subject: messageId, sequence, time: now, data });
    };
  }
}

function versionOf(versions: ReadonlyMap<string, number>, messageId: string): number {
  const version = versions.get(messageId);
  if (version === undefined) throw new Error('a message without a clock');
  return version;
}
