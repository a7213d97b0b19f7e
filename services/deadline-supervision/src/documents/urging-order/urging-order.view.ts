import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, platformProblem, type BeforeJson, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { z } from 'zod';
import { Documents, type Act } from '../document/documents.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { itemsAt, selectOrder, type StoredOrder } from './urging-order-rows.js';
import type { OrderState } from './urging-order.rules.js';
import { orderSummarySchema, type answerSchema, type OrderItem, type orderPageSchema } from './urging-order.schema.js';
import { orderPaper } from './urging-order.paper.js';

const offices = new Set(['supervision-office', 'inspection-bureau', 'information-office']);
const isOffice = (caller: Caller): boolean => caller.roles.some((role) => offices.has(role));

/** A unit sees what was served on it, to lead or to help. Of others it does not learn that they exist. */
export const mayReadOrder = (caller: Caller, { unit, coUnits, servedAt }: Pick<StoredOrder, 'unit' | 'coUnits' | 'servedAt'>): boolean =>
  isOffice(caller) || (servedAt !== null && caller.unit !== null && [unit, ...coUnits].some((addressed) => addressed?.code === caller.unit));

/** An order with all that is known of it. */
export interface Order extends StoredOrder {
  items: OrderItem[];
  answer: z.output<typeof answerSchema> | null;
  history: Act[];
}

export interface OrderFilter {
  state?: OrderState | undefined;
  unit?: string | undefined;
  messageId?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** What offices and units see of urging orders. */
@Injectable()
export class UrgingOrderView {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Documents) private readonly documents: Documents,
  ) {}

  /** The newest first. `next` is null on the last page. */
  async list(filter: OrderFilter, caller: Caller): Promise<BeforeJson<z.infer<typeof orderPageSchema>>> {
    const orders = await this.dataSource.query<StoredOrder[]>(
      `${selectOrder}
       WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR unit_code = $2) AND ($3::uuid IS NULL OR message_ids @> ARRAY[$3::uuid])
         AND ($4::uuid IS NULL OR (drafted_at, id) < (SELECT drafted_at, id FROM urging_order WHERE id = $4))
         AND ($5::boolean OR (served_at IS NOT NULL AND (unit_code = $6 OR co_units @> jsonb_build_array(jsonb_build_object('code', $6::text)))))
       ORDER BY drafted_at DESC, id DESC LIMIT $7 + 1`,
      [filter.state ?? null, filter.unit ?? null, filter.messageId ?? null, filter.after ?? null, isOffice(caller), caller.unit, filter.limit],
    );
    const page = orders.slice(0, filter.limit);
    return { urgingOrders: page.map(summaryOf), next: orders.length > filter.limit ? (page.at(-1)?.id ?? null) : null };
  }

  async one(id: string, caller: Caller): Promise<Order> {
    const [order] = await this.dataSource.query<StoredOrder[]>(`${selectOrder} WHERE id = $1`, [id]);
    if (!order || !mayReadOrder(caller, order)) throw platformProblem('not-found');
    const history = await this.documents.history(this.dataSource, id);
    const answer = history.findLast(({ act }) => act === 'answer')?.details as z.output<typeof answerSchema> | undefined;
    return {
      ...order,
      items: order.items ?? (await itemsAt(this.dataSource, order.messageIds, this.clock.now(), this.rulebook.calendar)),
      answer: answer ?? null,
      history: isOffice(caller) ? history : sinceService(history),
    };
  }

  async paper(id: string, caller: Caller): Promise<string> {
    const order = await this.one(id, caller);
    return orderPaper(order, this.documents.officesAt(order.signedAt ?? this.clock.now()));
  }
}

type Summary = Pick<StoredOrder, keyof z.infer<typeof orderSummarySchema>>;
const summaryOf = (order: StoredOrder): Summary =>
  Object.fromEntries(Object.entries(order).filter(([key]) => key in orderSummarySchema.shape)) as unknown as Summary;

/** How the office came to its order is its own affair. */
const sinceService = (history: readonly Act[]): Act[] => history.slice(history.findIndex(({ act }) => act === 'serve'));
