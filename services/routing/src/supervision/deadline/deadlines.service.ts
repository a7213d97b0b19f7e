import { Injectable } from '@nestjs/common';
import type {
  deadlineClosed,
  deadlineOverdue,
  deadlineOverdueWithdrawn,
  EventData,
  EventEnvelope,
  reminderIssued,
} from '@wenzheng/contracts';
import { planned, type EntityManager } from '@wenzheng/platform';

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
  async recordDueDates(manager: EntityManager, events: readonly EventEnvelope<DueDates>[]): Promise<void> {
    const rows = newestByMessage(events);
    await manager.query(
      planned(`INSERT INTO message (message_id, reply_due_on, final_due_on, due_provisional, notice_due_on, close_of_business, due_sequence)
       SELECT * FROM unnest($1::uuid[], $2::date[], $3::date[], $4::boolean[], $5::date[], $6::text[], $7::integer[])
       ON CONFLICT (message_id) DO UPDATE SET reply_due_on = excluded.reply_due_on, final_due_on = excluded.final_due_on,
         due_provisional = excluded.due_provisional, notice_due_on = excluded.notice_due_on,
         close_of_business = excluded.close_of_business, due_sequence = excluded.due_sequence
       WHERE excluded.due_sequence > message.due_sequence`),
      [
        rows.map(({ data }) => data.messageId),
        rows.map(({ data }) => data.replyDueOn),
        rows.map(({ data }) => data.finalDueOn),
        rows.map(({ data }) => data.provisional),
        rows.map(({ data }) => data.noticeDueOn ?? null),
        rows.map(({ data }) => data.closeOfBusiness ?? null),
        rows.map(({ sequence }) => sequence),
      ],
    );
  }

  async recordOverdue(
    manager: EntityManager,
    events: readonly EventEnvelope<EventData<typeof deadlineOverdue> | EventData<typeof deadlineOverdueWithdrawn>>[],
  ): Promise<void> {
    const rows = newestByMessage(events);
    await manager.query(
      `INSERT INTO message (message_id, overdue_since, overdue_sequence)
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::integer[])
       ON CONFLICT (message_id) DO UPDATE SET overdue_since = excluded.overdue_since, overdue_sequence = excluded.overdue_sequence
       WHERE excluded.overdue_sequence > message.overdue_sequence`,
      [
        rows.map(({ data }) => data.messageId),
        rows.map(({ data }) => ('overdueSince' in data ? data.overdueSince : null)),
        rows.map(({ sequence }) => sequence),
      ],
    );
  }

  async recordClosed(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof deadlineClosed>>[]): Promise<void> {
    const rows = newestByMessage(events);
    await manager.query(
      `INSERT INTO message (message_id, deadline_closed_at, submitted_in_time, closed_sequence)
       SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::boolean[], $4::integer[])
       ON CONFLICT (message_id) DO UPDATE SET deadline_closed_at = excluded.deadline_closed_at,
         submitted_in_time = excluded.submitted_in_time, closed_sequence = excluded.closed_sequence
       WHERE excluded.closed_sequence > message.closed_sequence`,
      [
        rows.map(({ data }) => data.messageId),
        rows.map(({ data }) => data.closedAt),
        rows.map(({ data }) => data.submittedInTime),
        rows.map(({ sequence }) => sequence),
      ],
    );
  }

  /** 提醒 and 催办 go out once each; the first that was issued stands. */
  async recordReminders(manager: EntityManager, events: readonly EventEnvelope<EventData<typeof reminderIssued>>[]): Promise<void> {
    for (const [step, column] of [['reminder', 'reminded_at'], ['urging', 'urged_at']] as const) {
      const rows = newestByMessage(events.filter(({ data }) => data.step === step));
      if (rows.length === 0) continue;
      await manager.query(
        `INSERT INTO message (message_id, ${column}) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])
         ON CONFLICT (message_id) DO UPDATE SET ${column} = least(message.${column}, excluded.${column})`,
        [rows.map(({ data }) => data.messageId), rows.map(({ data }) => data.issuedAt)],
      );
    }
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
