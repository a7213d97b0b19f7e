import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { mattersOf } from '../../deadline/matter/matter-rows.js';
import type { KeptItem, OrderItem } from './urging-order.schema.js';

interface ClockRow {
  messageId: string;
  messageNumber: string;
  channel: ChannelName;
  kind: MessageKind | null;
  registeredOn: BusinessDate;
  dueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  provisional: boolean;
  overdueAt: Date | null;
  submittedAt: Date | null;
}

/** 事项表 at an instant: the messages with their three dates, in the order of their registration. */
export async function itemsAt(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[], now: Date, calendar: WorkingCalendar): Promise<KeptItem[]> {
  const rows = await manager.query<ClockRow[]>(
    `SELECT message_id AS "messageId", message_number AS "messageNumber", channel, kind, registered_on::text AS "registeredOn",
       coalesce(extended_due_on, reply_due_on)::text AS "dueOn", final_due_on::text AS "finalDueOn", provisional,
       overdue_at AS "overdueAt", submitted_at AS "submittedAt"
     FROM deadline WHERE message_id = ANY ($1::uuid[]) ORDER BY registered_at, message_id`,
    [messageIds],
  );
  return rows.map(({ overdueAt, submittedAt, ...row }) => ({ ...row, daysOverdue: daysOverdue({ overdueAt, submittedAt, dueOn: row.dueOn }, now, calendar) }));
}

/** With what each is about, as it may be shown now: what was hidden of a title stands in no paper, whenever that was signed. */
export async function withMatters(manager: Pick<EntityManager, 'query'>, items: readonly KeptItem[]): Promise<OrderItem[]> {
  const matters = await mattersOf(manager, items.map(({ messageId }) => messageId));
  return items.map((item) => ({ ...item, matter: matters.get(item.messageId) ?? null }));
}

/** 超期第几个工作日: the working days after the due date up to and including today, or the day of a late submission. */
function daysOverdue({ overdueAt, submittedAt, dueOn }: Pick<ClockRow, 'overdueAt' | 'submittedAt' | 'dueOn'>, now: Date, calendar: WorkingCalendar): number | null {
  if (overdueAt === null || overdueAt > now || dueOn === null) return null;
  return calendar.workingDaysBetween(dueOn, businessDateOf(submittedAt ?? now));
}
