import { Inject, Injectable } from '@nestjs/common';
import type {
  deadlineClosed,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  EventData,
  EventEnvelope,
  reminderIssued,
} from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { Notices, type Notice } from '../../notification/notices.service.js';
import { MessageEntity } from '../../message/message.entity.js';

export interface DueDates {
  messageId: string;
  replyDueOn: string | null;
  finalDueOn: string | null;
  provisional: boolean;
  noticeDueOn?: string | null | undefined;
  closeOfBusiness?: string | undefined;
}

/**
 * What deadline-supervision publishes about a message, kept on the message's row so that the units' queue can be read and sorted
 * by it. Of each kind the newest by `sequence` stands, whatever order they arrive in; a message that is not registered yet
 * gets the row that holds its early facts.
 */
@Injectable()
export class Deadlines {
  constructor(@Inject(Notices) private readonly notices: Notices) {}

  async recordDueDates(manager: EntityManager, events: readonly EventEnvelope<DueDates>[]): Promise<void> {
    const rows = newestByMessage(events).map(({ sequence, data }) => ({
      messageId: data.messageId,
      replyDueOn: data.replyDueOn,
      finalDueOn: data.finalDueOn,
      dueProvisional: data.provisional,
      noticeDueOn: data.noticeDueOn ?? null,
      closeOfBusiness: data.closeOfBusiness ?? null,
      dueSequence: sequence,
    }));
    await insertRows(manager, MessageEntity, rows, { onConflict: { update: 'all', where: 'excluded.due_sequence > message.due_sequence' } });
  }

  async recordOverdue(
    manager: EntityManager,
    events: readonly EventEnvelope<EventData<typeof deadlineOverdue | typeof deadlineOverdueWithdrawn>>[],
  ): Promise<void> {
    const rows = newestByMessage(events).map(({ sequence, data }) => ({
      messageId: data.messageId,
      overdueSince: 'overdueSince' in data ? data.overdueSince : null,
      overdueSequence: sequence,
    }));
    await insertRows(manager, MessageEntity, rows, { onConflict: { update: 'all', where: 'excluded.overdue_sequence > message.overdue_sequence' } });
  }

  async recordClosed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof deadlineClosed>>[]): Promise<void> {
    const rows = newestByMessage(events).map(({ sequence, data }) => ({
      messageId: data.messageId,
      deadlineClosedAt: data.closedAt,
      submittedInTime: data.submittedInTime,
      closedSequence: sequence,
    }));
    await insertRows(manager, MessageEntity, rows, { onConflict: { update: 'all', where: 'excluded.closed_sequence > message.closed_sequence' } });
  }

  /** 提醒 and 催办 go out once each; the first that was issued stands. */
  async recordReminders(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof reminderIssued>>[]): Promise<void> {
    for (const [step, column] of [['reminder', 'reminded_at'], ['urging', 'urged_at']] as const) {
      await this.tellOfRenewals(manager, step, events);
      const rows = newestByMessage(events.filter(({ data }) => data.step === step && !data.renewalId));
      if (rows.length === 0) continue;
      await manager.query(
        `INSERT INTO message (message_id, ${column}) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
         ON CONFLICT (message_id) DO UPDATE SET ${column} = least(message.${column}, excluded.${column})`,
        [rows.map(({ data }) => data.messageId), rows.map(({ data }) => data.issuedAt)],
      );
      await this.notices.tell(manager, rows.flatMap(({ data: { messageId, unit } }): Notice[] =>
        unit ? [{ kind: step, key: `${step} ${messageId}`, messageId, unitCode: unit.code, posts: step === 'urging' ? ['web-admin', 'backup', 'principal'] : ['web-admin', 'backup'] }] : []));
    }
  }

  /** Of a renewed handling 二次办理: its date is not the message's. */
  private async tellOfRenewals(manager: EntityManager, step: 'reminder' | 'urging', events: readonly EventEnvelope<EventData<typeof reminderIssued>>[]): Promise<void> {
    await this.notices.tell(manager, events.flatMap(({ data: { messageId, unit, renewalId, step: issued } }): Notice[] =>
      unit && renewalId && issued === step
        ? [{ kind: `renewal-${step}`, key: `${step} ${renewalId}`, messageId, unitCode: unit.code, posts: step === 'urging' ? ['web-admin', 'backup', 'principal'] : ['web-admin', 'backup'] }]
        : []));
  }
}

/** One per message, in order of their ids: rows that several replicas write are locked in key order. */
function newestByMessage<Data extends { messageId: string }>(events: readonly EventEnvelope<Data>[]): EventEnvelope<Data>[] {
  const newest = new Map<string, EventEnvelope<Data>>();
  for (const event of events) {
    if ((newest.get(event.data.messageId)?.sequence ?? 0) < event.sequence) newest.set(event.data.messageId, event);
  }
  return [...newest.values()].sort((a, b) => (a.data.messageId < b.data.messageId ? -1 : 1));
}
