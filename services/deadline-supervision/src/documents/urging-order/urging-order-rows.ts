import type { ChannelName, MessageKind, UnitRef } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { changeDocument } from '../document/documents.js';
import type { ClimbStep, OrderStanding } from './urging-order.rules.js';
import type { OrderItem, OrderOrigin } from './urging-order.schema.js';

type Manager = Pick<EntityManager, 'query'>;

/** An order as it is stored, instants as such. */
export interface StoredOrder extends OrderStanding {
  id: string;
  number: string | null;
  origin: { kind: OrderOrigin; id: string | null };
  title: string;
  unit: UnitRef | null;
  coUnits: UnitRef[];
  messageIds: string[];
  answerBy: BusinessDate | null;
  signatory: string | null;
  signedAt: Date | null;
  draftedAt: Date;
  serveAt: Date | null;
  servedAt: Date | null;
  acknowledgedAt: Date | null;
  answeredAt: Date | null;
  endedAt: Date | null;
  climbed: ClimbStep[];
  basis: string;
  instruction: string | null;
  requirement: string;
  contact: string | null;
  copies: string[];
  items: OrderItem[] | null;
}

export const selectOrder = `
  SELECT id, state, number, json_build_object('kind', origin, 'id', origin_id) AS origin, title,
    CASE WHEN unit_code IS NULL THEN NULL ELSE json_build_object('code', unit_code, 'name', unit_name) END AS unit,
    co_units AS "coUnits", message_ids AS "messageIds", answer_by::text AS "answerBy", signatory, signed_at AS "signedAt",
    drafted_at AS "draftedAt", serve_at AS "serveAt", served_at AS "servedAt", acknowledged_at AS "acknowledgedAt",
    answered_at AS "answeredAt", ended_at AS "endedAt", objection, climbed, basis, instruction, requirement, contact, copies, items
  FROM urging_order`;

export async function lockOrder(manager: EntityManager, id: string): Promise<StoredOrder | undefined> {
  const [order] = await manager.query<StoredOrder[]>(`${selectOrder} WHERE id = $1 FOR UPDATE`, [id]);
  return order;
}

/** What of an order changes; columns by their names. */
export type OrderChange = Partial<{
  state: string;
  objection: string | null;
  gathering: boolean;
  title: string;
  unit_code: string | null;
  unit_name: string | null;
  co_units: string;
  message_ids: readonly string[];
  basis: string;
  instruction: string | null;
  requirement: string;
  answer_by: string | null;
  contact: string | null;
  copies: readonly string[];
  number: string;
  signatory: string;
  signed_at: Date;
  items: string;
  serve_at: Date | null;
  served_at: Date;
  acknowledged_at: Date;
  answered_at: Date;
  ended_at: Date;
  climbed: readonly string[];
  next_climb_at: Date | null;
  calendar_version: string;
}>;

export const changeOrder = (manager: EntityManager, id: string, change: OrderChange): Promise<void> => changeDocument(manager, 'urging_order', id, change);

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
export async function itemsAt(manager: Manager, messageIds: readonly string[], now: Date, calendar: WorkingCalendar): Promise<OrderItem[]> {
  const rows = await manager.query<ClockRow[]>(
    `SELECT message_id AS "messageId", message_number AS "messageNumber", channel, kind, registered_on::text AS "registeredOn",
       coalesce(extended_due_on, reply_due_on)::text AS "dueOn", final_due_on::text AS "finalDueOn", provisional,
       overdue_at AS "overdueAt", submitted_at AS "submittedAt"
     FROM deadline WHERE message_id = ANY ($1::uuid[]) ORDER BY registered_at, message_id`,
    [messageIds],
  );
  return rows.map(({ overdueAt, submittedAt, ...row }) => ({ ...row, daysOverdue: daysOverdue({ overdueAt, submittedAt, dueOn: row.dueOn }, now, calendar) }));
}

/** 超期第几个工作日: the working days after the due date up to and including today, or the day of a late submission. */
function daysOverdue({ overdueAt, submittedAt, dueOn }: Pick<ClockRow, 'overdueAt' | 'submittedAt' | 'dueOn'>, now: Date, calendar: WorkingCalendar): number | null {
  if (overdueAt === null || overdueAt > now || dueOn === null) return null;
  return calendar.workingDaysBetween(dueOn, businessDateOf(submittedAt ?? now));
}
