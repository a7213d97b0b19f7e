import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, escalationRaised, urgingOrderClosed, urgingOrderServed, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { In } from 'typeorm';
import { nextSequences } from '../../../deadline/timer/timers.js';
import { insertEscalations } from '../../../escalation/escalation-rows.js';
import { nextWorkingTime } from '../../../rulebook/calendar/working-hours.rules.js';
import { Rulebook } from '../../../rulebook/rulebook.js';
import { CLOCK } from '../../../tokens.js';
import { recordAct } from '../../document/acts.js';
import { Numbering } from '../../numbering/numbering.js';
import { UrgingOrderEntity } from '../urging-order.entity.js';
import { isEnded } from '../urging-order.rules.js';
import { climbOf, climbTargets, type ClimbStep } from './climb.rules.js';

const workName = 'urging-order.follow-up';
const due = `${notAside(workName, 'urging_order.id')} AND (serve_at <= $1 OR next_climb_at IS NOT NULL AND (next_climb_at <= $1 OR calendar_version <> $2))`;

/** Hands orders over in working hours, tells other services of them, and lets those that nobody answers climb. */
@Injectable()
export class UrgingOrderDelivery {
  private readonly seeTo: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Numbering) private readonly numbering: Numbering,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.seeTo = dueWorks.register<UrgingOrderEntity>({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: async (manager, claimed) => {
        for (const order of claimed.values()) await this.see(manager, order);
      },
    });
  }

  /** Serves the order at once in working hours; otherwise its state stays until they begin. */
  sendOff({ state }: UrgingOrderEntity, now: Date): Partial<UrgingOrderEntity> {
    const at = nextWorkingTime(now, this.numbering.officesAt(now).workingHours, this.rulebook.calendar);
    return at > now ? { state, serveAt: at } : { servedAt: now };
  }

  /** After a step: tells of what has begun or ended, and computes when the order would climb. The caller holds its lock. */
  async follow(manager: EntityManager, before: UrgingOrderEntity, order: UrgingOrderEntity): Promise<void> {
    if (!order.servedAt) return;
    if (!before.servedAt) await this.tell(manager, order, (messageId) => this.served(order, messageId));
    if (isEnded(order.state)) await this.tell(manager, order, (messageId) => this.closed(order, messageId));
    await manager.update(UrgingOrderEntity, { id: order.id }, { nextClimbAt: this.climb(order).nextAt, calendarVersion: this.rulebook.calendar.version });
  }

  /** Serves what has waited for working hours, and lets climb what is due; each order in a transaction of its own. */
  async followUp(): Promise<void> {
    for (const { id } of await this.dataSource.query<{ id: string }[]>(planned(`SELECT id FROM urging_order WHERE ${due} ORDER BY id`), this.present)) await this.seeTo([id]);
  }

  /** Waits for rows that another replica has locked, so that everything due is done when a round ends. */
  private async claim(manager: EntityManager, among: readonly string[] = []): Promise<Map<string, UrgingOrderEntity>> {
    const rows = await manager.query<{ id: string }[]>(`SELECT id FROM urging_order WHERE ${due} AND id = ANY ($3::uuid[]) ORDER BY id FOR UPDATE`, [...this.present, among]);
    const orders = await manager.findBy(UrgingOrderEntity, { id: In(rows.map(({ id }) => id)) });
    return new Map(orders.map((order) => [order.id, order]));
  }

  private get present(): [Date, string] {
    return [this.clock.now(), this.rulebook.calendar.version];
  }

  private async see(manager: EntityManager, before: UrgingOrderEntity): Promise<void> {
    const { id } = before;
    const now = this.clock.now();
    if (before.serveAt !== null && before.serveAt <= now) await manager.update(UrgingOrderEntity, { id }, { state: 'served', servedAt: now, serveAt: null });
    else if (before.servedAt !== null) for (const step of this.climb(before).steps) await this.climbTo(manager, before, step, now);
    await this.follow(manager, before, await manager.findOneByOrFail(UrgingOrderEntity, { id }));
  }

  private climb({ state, servedAt, answerBy, climbed }: UrgingOrderEntity) {
    if (servedAt === null || answerBy === null) throw new Error('an order climbs that was not served');
    return climbOf({ state, servedAt, answerBy, climbed }, this.clock.now(), this.rulebook.calendar);
  }

  /** Escalates the messages of the order that are still open; if none is, all of them, since the order itself is unanswered. */
  private async climbTo(manager: EntityManager, order: UrgingOrderEntity, step: ClimbStep, now: Date): Promise<void> {
    await manager.query('UPDATE urging_order SET climbed = climbed || $2::text WHERE id = $1', [order.id, step]);
    await recordAct(manager, order.id, { act: 'climb', by: 'rule', at: now, details: { step, ...climbTargets[step] } });
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
    { messageIds }: UrgingOrderEntity,
    event: (messageId: string) => (sequence: number) => EventEnvelope,
  ): Promise<void> {
    const versions = await nextSequences(manager, messageIds);
    await appendToOutbox(manager, messageIds.map((messageId) => event(messageId)(versionOf(versions, messageId))));
  }

  private served({ id, number, title, unit, coUnits, answerBy, servedAt }: UrgingOrderEntity, messageId: string) {
    return (sequence: number): EventEnvelope => {
      if (!number || !unit || !answerBy || !servedAt) throw new Error('an order was served that was not signed');
      const data = { urgingOrderId: id, messageId, number, title, unit, coUnits, answerBy, servedAt: servedAt.toISOString() };
      return createEvent(urgingOrderServed, { subject: messageId, sequence, time: servedAt, data });
    };
  }

  private closed({ id, state }: UrgingOrderEntity, messageId: string) {
    return (sequence: number): EventEnvelope => {
      const now = this.clock.now();
      const data = { urgingOrderId: id, messageId, outcome: state === 'accepted' ? ('accepted' as const) : ('cancelled' as const), closedAt: now.toISOString() };
      return createEvent(urgingOrderClosed, { subject: messageId, sequence, time: now, data });
    };
  }
}

function versionOf(versions: ReadonlyMap<string, number>, messageId: string): number {
  const version = versions.get(messageId);
  if (version === undefined) throw new Error('a message without a deadline');
  return version;
}
