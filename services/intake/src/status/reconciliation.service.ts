import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, idSchema, type ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import type { AdmittedKey } from '../access/channel-keys.js';
import { Sandbox } from '../sandbox/sandbox.service.js';

const longestSpanDays = 92;
const cursorSchema = z
  .string()
  .regex(/^.{10}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  .refine((cursor) => dateSchema.safeParse(cursor.slice(0, 10)).success);

export const reconciliationSchema = z
  .strictObject({
    /** First and last business date of registration, both included. */
    from: dateSchema,
    to: dateSchema,
    cursor: cursorSchema.optional(),
    limit: z.coerce.number().int().min(1).max(1_000).default(500),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < longestSpanDays * 86_400_000, { path: ['to'], message: 'spans more than 92 days' });
export type ReconciliationQuery = z.output<typeof reconciliationSchema>;

const itemSchema = z.object({ externalId: z.string(), messageId: idSchema, messageNumber: z.string(), registeredOn: dateSchema });
type Item = z.infer<typeof itemSchema>;

export const reconciliationPageSchema = z
  .object({
    days: z.array(z.object({ date: dateSchema, count: z.int() })),
    items: z.array(itemSchema),
    next: z.string().nullable().describe('goes into `cursor` of the next page'),
  })
  .meta({ id: 'Reconciliation' });
export type Reconciliation = z.infer<typeof reconciliationPageSchema>;

/** Proves to an integrator that nothing of what it sent was lost: counts per day, and every id. */
@Injectable()
export class ReconciliationService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Sandbox) private readonly sandbox: Sandbox,
  ) {}

  async page(key: AdmittedKey, { from, to, cursor, limit }: ReconciliationQuery): Promise<Reconciliation> {
    const after = (cursor?.split('_') ?? [from, '00000000-0000-0000-0000-000000000000']) as [date: string, messageId: string];
    const span = { from, to, after, limit };
    const { days, items } = await (key.sandbox ? this.sandbox.registeredBetween(key, span) : this.registeredBetween(key.channel, span));
    const last = items.length < limit ? undefined : items.at(-1);
    return { days, items, next: last ? `${last.registeredOn}_${last.messageId}` : null };
  }

  private async registeredBetween(channel: ChannelName, { from, to, after, limit }: { from: string; to: string; after: readonly [date: string, messageId: string]; limit: number }): Promise<Pick<Reconciliation, 'days' | 'items'>> {
    const [days, items] = await Promise.all([
      this.dataSource.query<{ date: string; count: number }[]>(
        `SELECT to_char(registered_on, 'YYYY-MM-DD') AS date, count(*)::int AS count FROM message
         WHERE channel = $1 AND registered_on BETWEEN $2::date AND $3::date GROUP BY registered_on ORDER BY registered_on`,
        [channel, from, to],
      ),
      this.dataSource.query<Item[]>(
        `SELECT external_id AS "externalId", message_id AS "messageId", message_number AS "messageNumber",
           to_char(registered_on, 'YYYY-MM-DD') AS "registeredOn"
         FROM message WHERE channel = $1 AND registered_on BETWEEN $2::date AND $3::date AND (registered_on, message_id) > ($4::date, $5::uuid)
         ORDER BY registered_on, message_id LIMIT $6`,
        [channel, from, to, ...after, limit],
      ),
    ]);
    return { days, items };
  }
}
