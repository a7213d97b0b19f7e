import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, LOGGER, pageFrom, type BeforeJson, type DataSource, type EntityManager, type Logger, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { end } from './disputes.service.js';

export const disputeItemSchema = z
  .object({
    disputeId: idSchema,
    messageId: idSchema,
    messageNumber: z.string(),
    title: z.string(),
    unit: unitRefSchema,
    reason: z.string(),
    suggestedUnit: z.string().nullable(),
    openedAt: instantSchema,
    dueAt: instantSchema.nullable(),
    overdue: z.boolean(),
    count: z.int().describe('which dispute over this message it is; the ruling on the second designates'),
    outcome: z.enum(['upheld', 'rejected', 'settled']).nullable(),
    rulingReason: z.string().nullable(),
    ruledAt: instantSchema.nullable(),
  })
  .meta({ id: 'DisputeItem' });
type Item = BeforeJson<z.infer<typeof disputeItemSchema>>;

export interface DisputesAsked {
  state: 'open' | 'ruled';
  after?: string | undefined;
  limit: number;
}

/** Such a dispute waits for nobody, though the sweep has not ended it yet. */
const isMoot = `(ending <> 'open' OR message.unit_code IS DISTINCT FROM dispute.unit_code)`;
const atOnce = 200;

/** 异议待裁: what waits for the information office, its alarm, and the end of what needs no ruling any more. */
@Injectable()
export class DisputeQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What is due first comes first. */
  async list({ state, after, limit }: DisputesAsked): Promise<Page<Item>> {
    const cursor = cursorOf(after);
    const due = `coalesce(due_at, 'infinity'::timestamptz)`;
    const rows = await this.dataSource.query<(Item & { disputeId: string; dueAt: Date | null })[]>(
      `SELECT dispute_id AS "disputeId", message_id AS "messageId", message_number AS "messageNumber", title, jsonb_build_object('code', dispute.unit_code, 'name', unit_name) AS unit,
         reason, suggested_unit AS "suggestedUnit", opened_at AS "openedAt", due_at AS "dueAt", outcome IS NULL AND coalesce(due_at <= $4, false) AS overdue,
         (SELECT count(*)::int FROM dispute AS earlier WHERE earlier.message_id = dispute.message_id AND earlier.opened_at <= dispute.opened_at) AS count,
         outcome, ruling_reason AS "rulingReason", ruled_at AS "ruledAt"
       FROM dispute JOIN message USING (message_id)
       WHERE ${state === 'open' ? `outcome IS NULL AND NOT ${isMoot}` : 'outcome IS NOT NULL'} AND ($1::timestamptz IS NULL OR (${due}, dispute_id) > ($1, $2::uuid))
       ORDER BY ${due}, dispute_id LIMIT $3`,
      [cursor?.dueAt ?? null, cursor?.id ?? null, limit + 1, this.clock.now()],
    );
    return pageFrom(rows, limit, ({ dueAt, disputeId }) => Buffer.from(`${dueAt?.toISOString() ?? 'infinity'} ${disputeId}`).toString('base64url'));
  }

  /** When the next one should have been ruled. */
  async nextDue(): Promise<Date | null> {
    const [row] = await this.dataSource.query<{ at: Date | null }[]>('SELECT min(due_at) AS at FROM dispute WHERE outcome IS NULL AND due_at > $1', [this.clock.now()]);
    return row?.at ?? null;
  }

  /** Logged before the commit: an alarm may come twice, and is never lost. */
  async raiseAlarm(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[unknown[], number]>(
        `UPDATE dispute SET alarmed_at = $1 WHERE dispute_id IN (
           SELECT dispute_id FROM dispute JOIN message USING (message_id) WHERE outcome IS NULL AND NOT ${isMoot} AND due_at <= $1 AND alarmed_at IS NULL
           ORDER BY dispute_id LIMIT 1000 FOR UPDATE OF dispute SKIP LOCKED) RETURNING dispute_id`,
        [this.clock.now()],
      );
      if (rows.length > 0) this.logger.warn({ alarm: 'dispute-overdue', count: rows.length }, 'the information office has not ruled on disputes in time');
    });
  }

  /** A message that was answered, has ended or has left the unit ends the dispute over it. */
  async settle(): Promise<void> {
    while ((await this.dataSource.transaction((manager) => this.settleSome(manager))) === atOnce);
  }

  private async settleSome(manager: EntityManager): Promise<number> {
    const rows = await manager.query<{ disputeId: string; messageId: string; unitCode: string; unitName: string; hasEnded: boolean }[]>(
      `SELECT dispute_id AS "disputeId", message_id AS "messageId", dispute.unit_code AS "unitCode", unit_name AS "unitName", ending <> 'open' AS "hasEnded"
       FROM dispute JOIN message USING (message_id) WHERE outcome IS NULL AND ${isMoot} ORDER BY message_id LIMIT ${atOnce} FOR UPDATE OF message SKIP LOCKED`,
    );
    const now = this.clock.now();
    for (const { messageId, hasEnded, ...dispute } of rows) {
      const nextVersion = async () => {
        const [[row]] = await manager.query<[[{ version: number }], number]>('UPDATE message SET version = version + 1 WHERE message_id = $1 RETURNING version', [messageId]);
        return row.version;
      };
      const reason = hasEnded ? '留言已办结，异议自行终止' : '留言已不由该单位承办，异议自行终止';
      await end({ manager, message: { messageId }, now, nextVersion }, dispute, { ruling: 'settled', reason, by: 'routing' });
    }
    return rows.length;
  }
}

function cursorOf(after: string | undefined): { dueAt: string; id: string } | undefined {
  if (after === undefined) return undefined;
  const match = /^(\S+) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(Buffer.from(after, 'base64url').toString());
  const [, dueAt = '', id = ''] = match ?? [];
  if (id === '' || (dueAt !== 'infinity' && !instantSchema.safeParse(dueAt).success)) throw problem('routing.invalid-cursor');
  return { dueAt, id };
}
