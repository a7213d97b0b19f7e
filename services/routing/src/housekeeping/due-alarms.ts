import { planned, type DataSource, type Logger } from '@wenzheng/platform';
import { openDisputes } from '../assignment/dispute/dispute-queue.service.js';
import { openIdentityRequests } from '../identity/identity-request-queue.service.js';
import { nextDueOf, type DueQueue } from '../message/due-queue.js';
import { openRatings, openRenewals } from '../renewal/renewal-queues.service.js';
import { openObjections, openProposals } from '../ruling/office-queue.service.js';
import { openTransfers } from '../transfer/transfers.service.js';

/** Of what waits for somebody, and the alarm where nobody has seen to it in time. */
const alarms: readonly { alarm: string; queue: DueQueue }[] = [
  { alarm: 'dispute-overdue', queue: openDisputes },
  { alarm: 'identity-request-overdue', queue: openIdentityRequests },
  { alarm: 'ruling-overdue', queue: openProposals },
  { alarm: 'ruling-overdue', queue: openObjections },
  { alarm: 'receipt-missing', queue: openTransfers },
  { alarm: 'rating-overdue', queue: openRatings },
  { alarm: 'renewal-overdue', queue: openRenewals },
];
const queues = alarms.map(({ queue }) => queue);

const late = ({ from }: DueQueue): string => `${from} AND waiting.due_at <= $1 AND waiting.alarmed_at IS NULL`;
const isAnyLate = planned(`SELECT ${queues.map((queue, index) => `EXISTS (SELECT FROM ${late(queue)}) AS "${index}"`).join(', ')}`);

/** Raises an alarm for each row that was not seen to by its time. One look at all queues first: mostly nothing is late. */
export async function raiseAlarms(dataSource: DataSource, logger: Logger, now: Date): Promise<void> {
  const [found] = await dataSource.query<[Record<string, boolean>]>(isAnyLate, [now]);
  for (const [index, { alarm, queue }] of alarms.entries()) if (found[index]) await raise(dataSource, logger, { alarm, queue, now });
}

/** When the next row of each queue should have been seen to. */
export const nextAlarms = (dataSource: DataSource, now: Date): Promise<Date[]> => nextDueOf(dataSource, queues, now);

/** Logged before the commit: it may come twice, and is never lost. */
async function raise(dataSource: DataSource, logger: Logger, { alarm, queue, now }: { alarm: string; queue: DueQueue; now: Date }): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `UPDATE ${queue.table} SET alarmed_at = $1 WHERE ${queue.id} IN (SELECT ${queue.id} FROM ${late(queue)} ORDER BY ${queue.id} LIMIT 1000 FOR UPDATE OF waiting SKIP LOCKED) RETURNING ${queue.id} AS id`,
      [now],
    );
    if (rows.length > 0) logger.warn({ alarm, count: rows.length, queue: queue.table }, 'nobody has seen to this in time');
  });
}
