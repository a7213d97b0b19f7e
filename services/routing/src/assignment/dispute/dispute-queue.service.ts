import { Inject, Injectable } from '@nestjs/common';
import { idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { allowedAction, allowedActionSchema, DATA_SOURCE, planned, type BeforeJson, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { countDue, readDue, waitingSchema, type DuePage, type DueQueue, type WaitingCount } from '../../message/due-queue.js';
import { refusedIn } from '../../message/action/message-actions.service.js';
import type { MessageState } from '../../message/message-state.rules.js';
import { problem } from '../../problems.js';
import { CLOCK } from '../../tokens.js';
import { end } from './disputes.service.js';

export const disputeItemSchema = waitingSchema
  .extend({
    disputeId: idSchema,
    unit: unitRefSchema,
    reason: z.string(),
    suggestedUnit: z.string().nullable(),
    openedAt: instantSchema,
    count: z.int().describe('which dispute over this message it is; the ruling on the second designates'),
    outcome: z.enum(['upheld', 'rejected', 'settled']).nullable(),
    rulingReason: z.string().nullable(),
    ruledAt: instantSchema.nullable(),
    allowedActions: z.array(allowedActionSchema('AllowedDisputeAction', ['rule'])),
  })
  .meta({ id: 'DisputeItem' });
type Item = BeforeJson<z.infer<typeof disputeItemSchema>>;

export interface DisputesAsked extends DuePage {
  state: 'open' | 'ruled';
  /** Whether the reader is one of those who rule. */
  rules: boolean;
}

/** Such a dispute waits for nobody, though the sweep has not ended it yet. */
const isMoot = `(ending <> 'open' OR message.unit_code IS DISTINCT FROM waiting.unit_code)`;
const from = 'dispute AS waiting JOIN message USING (message_id)';
export const openDisputes: DueQueue = { table: 'dispute', id: 'dispute_id', from: `${from} WHERE outcome IS NULL AND NOT ${isMoot}` };
const ruled: DueQueue = { ...openDisputes, from: `${from} WHERE outcome IS NOT NULL` };
const moot = `FROM ${from} WHERE outcome IS NULL AND ${isMoot}`;
const atOnce = 200;

/** 异议待裁: what waits for the information office, and the end of what needs no ruling any more. */
@Injectable()
export class DisputeQueue {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

  /** What is due first comes first. */
  async list({ state, rules, ...page }: DisputesAsked): Promise<Page<Item>> {
    const columns = `dispute_id AS "disputeId", jsonb_build_object('code', waiting.unit_code, 'name', unit_name) AS unit, reason, suggested_unit AS "suggestedUnit", opened_at AS "openedAt",
      (SELECT count(*)::int FROM dispute AS earlier WHERE earlier.message_id = waiting.message_id AND earlier.opened_at <= waiting.opened_at) AS count,
      outcome, message.state AS "messageState", ruling_reason AS "rulingReason", ruled_at AS "ruledAt"`;
    const { items, next } = await readDue<Item & { messageState: MessageState }>(this.dataSource, state === 'open' ? openDisputes : ruled, columns, page, this.clock.now());
    return {
      items: items.map(({ messageState, ...item }) => {
        const inTheWay = item.outcome === null ? refusedIn('assign', messageState) : problem('routing.dispute-ruled');
        return { ...item, overdue: item.overdue && item.outcome === null, allowedActions: rules ? [allowedAction('rule', inTheWay)] : [] };
      }),
      next,
    };
  }

  count(): Promise<WaitingCount> {
    return countDue(this.dataSource, openDisputes, this.clock.now());
  }

  /** A message that was answered, has ended or has left the unit ends the dispute over it. */
  async settle(): Promise<void> {
    const [found] = await this.dataSource.query<unknown[]>(planned(`SELECT ${moot} LIMIT 1`));
    if (found) while ((await this.dataSource.transaction((manager) => this.settleSome(manager))) === atOnce);
  }

  private async settleSome(manager: EntityManager): Promise<number> {
    const rows = await manager.query<{ disputeId: string; messageId: string; unitCode: string; unitName: string; hasEnded: boolean }[]>(
      `SELECT dispute_id AS "disputeId", message_id AS "messageId", waiting.unit_code AS "unitCode", unit_name AS "unitName", ending <> 'open' AS "hasEnded"
       ${moot} ORDER BY message_id LIMIT ${atOnce} FOR UPDATE OF message SKIP LOCKED`,
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
