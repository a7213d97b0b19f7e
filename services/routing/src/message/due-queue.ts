import { idSchema, instantSchema } from '@wenzheng/contracts';
import { pageFrom, pageQuery, planned, type DataSource, type Page } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';

/** What waits for the information office: rows of one table with `due_at` and `alarmed_at`, what is due first first. */
export interface DueQueue {
  table: string;
  id: string;
  /** The table as `waiting`, joined to `message`, and the condition under which a row waits. */
  from: string;
}

export const duePageSchema = z.object(pageQuery(z.string().min(1).max(200), { limit: 50, atMost: 200 }));
export type DuePage = z.output<typeof duePageSchema>;

/** Every line of such a queue begins with these. */
export const waitingSchema = z.object({ messageId: idSchema, messageNumber: z.string(), title: z.string(), dueAt: instantSchema.nullable(), overdue: z.boolean() });

/** @param unit that of the table's rows, where it is not the office that reads */
export async function readDue<Item>(dataSource: DataSource, queue: DueQueue, columns: string, { after, limit }: DuePage, now: Date, unit: string | null = null): Promise<Page<Item>> {
  const cursor = cursorOf(after);
  const due = `coalesce(waiting.due_at, 'infinity')`;
  const rows = await dataSource.query<(Item & { queueId: string; dueAt: Date | null })[]>(
    `SELECT message.message_id AS "messageId", message_number AS "messageNumber", title, waiting.due_at AS "dueAt", coalesce(waiting.due_at <= $4, false) AS overdue, ${columns}, ${queue.id} AS "queueId"
     FROM ${queue.from} AND ($1::timestamptz IS NULL OR (${due}, ${queue.id}) > ($1, $2::uuid)) ${unit === null ? '' : 'AND waiting.unit_code = $5'} ORDER BY ${due}, ${queue.id} LIMIT $3`,
    [cursor?.dueAt ?? null, cursor?.id ?? null, limit + 1, now, ...(unit === null ? [] : [unit])],
  );
  const { items, next } = pageFrom(rows, limit, ({ dueAt, queueId }) => Buffer.from(`${dueAt?.toISOString() ?? 'infinity'} ${queueId}`).toString('base64url'));
  return { items: items.map(({ queueId: _queueId, ...item }) => item as unknown as Item), next };
}

export const waitingCountSchema = z.object({ waiting: z.int(), overdue: z.int().describe('of these') }).meta({ id: 'WaitingCount' });
export type WaitingCount = z.infer<typeof waitingCountSchema>;

/** How much of such a queue waits. @param unit as above */
export async function countDue(dataSource: DataSource, { from }: DueQueue, now: Date, unit: string | null = null): Promise<WaitingCount> {
  const [count] = await dataSource.query<[WaitingCount]>(
    `SELECT count(*)::int AS waiting, (count(*) FILTER (WHERE waiting.due_at <= $1))::int AS overdue FROM ${from} ${unit === null ? '' : 'AND waiting.unit_code = $2'}`,
    [now, ...(unit === null ? [] : [unit])],
  );
  return count;
}

/** When the next row of each that waits should have been seen to; of those of which nothing waits, nothing. */
export async function nextDueOf(dataSource: DataSource, queues: readonly DueQueue[], now: Date): Promise<Date[]> {
  const [found] = await dataSource.query<[Record<string, Date | null>]>(planned(`SELECT ${queues.map(({ from }, index) => `(SELECT min(waiting.due_at) FROM ${from} AND waiting.due_at > $1) AS "${index}"`).join(', ')}`), [now]);
  return Object.values(found).filter((at) => at !== null);
}

function cursorOf(after: string | undefined): { dueAt: string; id: string } | undefined {
  if (after === undefined) return undefined;
  const match = /^(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(after, 'base64url').toString());
  const [, dueAt = '', id = ''] = match ?? [];
  if (id === '' || (dueAt !== 'infinity' && !instantSchema.safeParse(dueAt).success)) throw problem('routing.invalid-cursor');
  return { dueAt, id };
}
