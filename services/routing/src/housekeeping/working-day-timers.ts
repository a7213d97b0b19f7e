import type { DataSource } from '@wenzheng/platform';
import { startOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { holdingPenDueAt } from '../assignment/assignment.rules.js';
import { ratingDueAt } from '../renewal/renewal.rules.js';
import { objectionDueAt, proposalDueAt } from '../ruling/ruling.rules.js';
import { receiptDueAt } from '../transfer/transfer.rules.js';

/** What somebody has to see to by the end of a working day, which is counted from the day of an instant. */
interface WorkingDayTimer {
  table: string;
  id: string;
  since: string;
  due: string;
  alarmed: string;
  /** As long as it waits. */
  waits: string;
  dueAt: (since: Date, calendar: WorkingCalendar) => Date | null;
}

const stamped = { due: 'due_at', alarmed: 'alarmed_at', waits: 'outcome IS NULL' };

export const workingDayTimers: readonly WorkingDayTimer[] = [
  {
    table: 'message', id: 'message_id', since: 'holding_pen_since', due: 'holding_pen_due_at', alarmed: 'holding_pen_alarmed_at',
    waits: `state = 'holding-pen' AND NOT historical`, dueAt: holdingPenDueAt,
  },
  { ...stamped, table: 'dispute', id: 'dispute_id', since: 'opened_at', dueAt: holdingPenDueAt },
  { ...stamped, table: 'identity_request', id: 'request_id', since: 'requested_at', waits: 'decision IS NULL AND ended_at IS NULL', dueAt: holdingPenDueAt },
  { ...stamped, table: 'objection', id: 'objection_id', since: 'filed_at', dueAt: objectionDueAt },
  { ...stamped, table: 'rating', id: 'rating_id', since: 'rated_at', waits: `outcome IS NULL AND rating = 'dissatisfied'`, dueAt: ratingDueAt },
  { ...stamped, table: 'ruling_proposal', id: 'proposal_id', since: 'proposed_at', dueAt: proposalDueAt },
  { ...stamped, table: 'transfer', id: 'transfer_id', since: 'sent_at', waits: 'transferred_at IS NULL', dueAt: receiptDueAt },
];

/** A notice of the State Council moves what was computed before it came, and what has moved is alarmed about anew. */
export async function followCalendar(dataSource: DataSource, calendar: WorkingCalendar): Promise<void> {
  for (const timer of workingDayTimers) await follow(dataSource, timer, calendar);
}

async function follow(dataSource: DataSource, { table, id, since, due, alarmed, waits, dueAt }: WorkingDayTimer, calendar: WorkingCalendar): Promise<void> {
  const day = `(${since} AT TIME ZONE 'Asia/Shanghai')::date`;
  const days = await dataSource.query<{ day: BusinessDate }[]>(`SELECT DISTINCT ${day}::text AS day FROM ${table} WHERE ${waits}`);
  await dataSource.query(
    `UPDATE ${table} SET ${due} = moved.at, ${alarmed} = NULL
     FROM (SELECT ${id} AS id, at FROM ${table} JOIN unnest($1::date[], $2::timestamptz[]) AS counted (day, at) ON counted.day = ${day}
           WHERE ${waits} AND ${due} IS DISTINCT FROM at ORDER BY ${id} FOR UPDATE OF ${table}) AS moved
     WHERE ${id} = moved.id`,
    [days.map((one) => one.day), days.map((one) => dueAt(startOfBusinessDate(one.day), calendar))],
  );
}
