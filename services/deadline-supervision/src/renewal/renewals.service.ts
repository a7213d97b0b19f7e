import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, escalationRaised, reminderIssued, type ChannelName, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox, DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { In } from 'typeorm';
import { lockTimers, nextSequences } from '../deadline/timer/timers.js';
import { insertEscalations } from '../escalation/escalation-rows.js';
import { workingHoursOf } from '../rulebook/calendar/working-hours.rules.js';
import { Rulebook } from '../rulebook/rulebook.js';
import { CLOCK } from '../tokens.js';
import { RenewalEntity } from './renewal.entity.js';
import { dueSteps, stepsOf, type RenewalStep } from './renewal.rules.js';

const workName = 'renewal.step';
const due = `${notAside(workName, 'renewal.renewal_id')} AND look_at <= $1`;
/** What waits in review, or for a calendar, is looked at again. */
const lookAgainMs = 86_400_000;

interface Message {
  messageNumber: string;
  channel: ChannelName;
}

/** 二次办理: reminded of, urged and escalated by its own date, once each. */
@Injectable()
export class Renewals {
  private readonly seeTo: RunBatch;

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.seeTo = dueWorks.register<RenewalEntity>({
      name: workName,
      claim: (manager, among) => this.claim(manager, among),
      perform: async (manager, claimed) => {
        for (const renewal of claimed.values()) await this.see(manager, renewal);
      },
    });
  }

  /** Each in a transaction of its own. */
  async fireDue(): Promise<void> {
    for (const { id } of await this.dataSource.query<{ id: string }[]>(planned(`SELECT renewal_id AS id FROM renewal WHERE ${due} ORDER BY renewal_id`), [this.clock.now()])) await this.seeTo([id]);
  }

  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>('SELECT min(look_at) AS at FROM renewal WHERE look_at > $1', [this.clock.now()]);
    return row?.at ?? null;
  }

  private async claim(manager: EntityManager, among: readonly string[] = []): Promise<Map<string, RenewalEntity>> {
    const messages = await manager.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM renewal WHERE renewal_id = ANY ($1::uuid[])', [among]);
    await lockTimers(manager, messages.map(({ messageId }) => messageId));
    const rows = await manager.query<{ id: string }[]>(`SELECT renewal_id AS id FROM renewal WHERE ${due} AND renewal_id = ANY ($2::uuid[]) ORDER BY renewal_id FOR UPDATE`, [this.clock.now(), among]);
    const renewals = await manager.findBy(RenewalEntity, { renewalId: In(rows.map(({ id }) => id)) });
    return new Map(renewals.map((renewal) => [renewal.renewalId, renewal]));
  }

  private async see(manager: EntityManager, renewal: RenewalEntity): Promise<void> {
    const now = this.clock.now();
    const [message] = await manager.query<Message[]>('SELECT message_number AS "messageNumber", channel FROM deadline WHERE message_id = $1', [renewal.messageId]);
    const lookAgain = new Date(now.getTime() + lookAgainMs);
    if (renewal.publishedAt) return this.keep(manager, renewal, { lookAt: null });
    if (!message || renewal.dueOn === null || (await this.isInReview(manager, renewal))) return this.keep(manager, renewal, { lookAt: lookAgain });
    const { rules } = this.rulebook.policyOn(message.channel, businessDateOf(now));
    const steps = stepsOf(renewal.dueOn, workingHoursOf(rules.workingHours.value), this.rulebook.calendar);
    if (steps.length === 0) return this.keep(manager, renewal, { lookAt: lookAgain });
    const { due: dueNow, nextAt } = dueSteps(steps, renewal.done, now);
    for (const step of dueNow) await this.take(manager, renewal, message, { step, now });
    return this.keep(manager, renewal, { lookAt: nextAt, done: [...renewal.done, ...dueNow] });
  }

  private async keep(manager: EntityManager, { renewalId }: RenewalEntity, changes: Partial<RenewalEntity>): Promise<void> {
    await manager.update(RenewalEntity, { renewalId }, changes);
  }

  /** Submitted, and neither published nor sent back. */
  private async isInReview(manager: EntityManager, { renewalId, messageId }: RenewalEntity): Promise<boolean> {
    const waiting = await manager.query<unknown[]>(
      `SELECT FROM deadline_fact AS submitted WHERE message_id = $1 AND type = 'reply-submitted' AND data ->> 'renews' = $2
         AND NOT EXISTS (SELECT FROM deadline_fact AS returned WHERE returned.message_id = $1 AND returned.type = 'reply-returned' AND returned.data ->> 'replyId' = submitted.data ->> 'replyId') LIMIT 1`,
      [messageId, renewalId],
    );
    return waiting.length > 0;
  }

  private async take(manager: EntityManager, renewal: RenewalEntity, message: Message, { step, now }: { step: RenewalStep; now: Date }): Promise<void> {
    const { messageId } = renewal;
    const sequence = (await nextSequences(manager, [messageId])).get(messageId);
    if (sequence === undefined) throw new Error('a message without a deadline');
    const event = step === 'reminder' || step === 'urging' ? this.reminder(renewal, { step, now, sequence }) : await this.escalation(manager, renewal, message, { level: step === 'level-1' ? 1 : 2, now, sequence });
    await appendToOutbox(manager, [event]);
  }

  private reminder(renewal: RenewalEntity, { step, now, sequence }: { step: 'reminder' | 'urging'; now: Date; sequence: number }): EventEnvelope {
    const { messageId, renewalId, dueOn } = renewal;
    return createEvent(reminderIssued, { subject: messageId, sequence, time: now, data: { messageId, unit: unitOf(renewal), step, replyDueOn: dueOn ?? '', issuedAt: now.toISOString(), renewalId } });
  }

  private async escalation(manager: EntityManager, renewal: RenewalEntity, { messageNumber, channel }: Message, { level, now, sequence }: { level: 1 | 2; now: Date; sequence: number }): Promise<EventEnvelope> {
    const { messageId, renewalId } = renewal;
    const replyDueOn = renewal.dueOn ?? '';
    const data = {
      escalationId: randomUUID(), messageId, messageNumber, channel, unit: unitOf(renewal), level, to: 'supervision-office' as const, replyDueOn, finalDueOn: null, raisedAt: now.toISOString(),
      cause: { kind: 'renewal' as const, id: renewalId },
    };
    await insertEscalations(manager, [data]);
    return createEvent(escalationRaised, { subject: messageId, sequence, time: now, data });
  }
}

const unitOf = ({ unitCode, unitName }: RenewalEntity) => (unitCode === null ? null : { code: unitCode, name: unitName ?? unitCode });
