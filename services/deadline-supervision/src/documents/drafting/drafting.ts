import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { changeDocument, Documents } from '../document/documents.js';
import { referralDraftSchema } from '../referral/referral.schema.js';
import { ReferralService } from '../referral/referral.service.js';
import { draftSchema } from '../urging-order/urging-order.schema.js';
import { UrgingOrderService } from '../urging-order/urging-order.service.js';
import { documentFor, type Wish } from '../../ladder/draft-wish/draft-wishes.js';

const batchSize = 1_000;
const messagesAtMost = { 'urging-order': 200, referral: 100 };
const tables = { 'urging-order': 'urging_order', referral: 'referral' } as const;
type Kind = keyof typeof tables;

interface Called extends Wish {
  /** The step stands, and nothing answers the message. */
  stands: boolean;
  /** An open document of the kind has it. */
  isHeld: boolean;
  /** The unit in charge, if the registry has it. */
  unit: string | null;
}

/** What the service itself drafts, for a named officer to sign or not. */
@Injectable()
export class Drafting {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(UrgingOrderService) private readonly orders: UrgingOrderService,
    @Inject(ReferralService) private readonly referrals: ReferralService,
  ) {}

  /** Of each unit one draft gathers what the ladder calls for, until an officer touches it. */
  async sweep(): Promise<void> {
    for (let seen = batchSize; seen >= batchSize; ) seen = await this.dataSource.transaction((manager) => this.sweepBatch(manager));
  }

  private async sweepBatch(manager: EntityManager): Promise<number> {
    const [waiting] = await manager.query<unknown[]>('SELECT FROM draft_wish LIMIT 1');
    if (!waiting) return 0;
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('drafting ' || current_schema()))`);
    const wished = await manager.query<{ id: string }[]>('SELECT DISTINCT message_id AS id FROM draft_wish ORDER BY id LIMIT $1', [batchSize]);
    const called = await manager.query<Called[]>(calledSql, [wished.map(({ id }) => id)]);
    // With what no clock calls for any more.
    await manager.query('DELETE FROM draft_wish WHERE message_id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM deadline WHERE deadline.message_id = draft_wish.message_id AND deadline.message_id = ANY ($1::uuid[]))', [
      wished.map(({ id }) => id),
    ]);
    await manager.query('DELETE FROM draft_wish USING unnest($1::uuid[], $2::text[]) AS seen (message_id, step) WHERE draft_wish.message_id = seen.message_id AND draft_wish.step = seen.step', [
      called.map(({ messageId }) => messageId),
      called.map(({ step }) => step),
    ]);
    for (const [kind, wishes] of Map.groupBy(called, ({ step }) => documentFor(step))) {
      await this.drop(manager, kind, wishes.filter(({ stands }) => !stands).map(({ messageId }) => messageId));
      const units = Map.groupBy(wishes.filter(({ stands, isHeld, unit }) => stands && !isHeld && unit !== null), ({ unit }) => unit as string);
      // A message may be called for by two steps at once.
      for (const [unit, ofUnit] of units) await this.gather(manager, kind, unit, [...new Set(ofUnit.map(({ messageId }) => messageId))]);
    }
    return wished.length;
  }

  /** Messages join the unit's draft; what finds no room there begins another one. */
  private async gather(manager: EntityManager, kind: Kind, unit: string, messageIds: readonly string[]): Promise<void> {
    const table = tables[kind];
    const [draft] = await manager.query<{ id: string; held: number }[]>(
      `SELECT id, cardinality(message_ids) AS held FROM ${table} WHERE gathering AND unit_code = $1 FOR UPDATE`,
      [unit],
    );
    const room = draft ? messagesAtMost[kind] - draft.held : 0;
    const [joining, rest] = [messageIds.slice(0, room), messageIds.slice(room)];
    if (draft && joining.length > 0) await manager.query(`UPDATE ${table} SET message_ids = message_ids || $2::uuid[] WHERE id = $1`, [draft.id, joining]);
    if (draft && rest.length > 0) await changeDocument(manager, table, draft.id, { gathering: false });
    for (let from = 0; from < rest.length; from += messagesAtMost[kind]) {
      const held = rest.slice(from, from + messagesAtMost[kind]);
      const isLast = from + held.length === rest.length;
      await this.begin(manager, kind, unit, held, isLast);
    }
  }

  private async begin(manager: EntityManager, kind: Kind, unit: string, messageIds: string[], gathering: boolean): Promise<void> {
    const by = { by: 'rule', origin: 'ladder' as const, gathering };
    if (kind === 'urging-order') {
      await this.orders.insertDraft(manager, draftSchema.parse({ title: '关于办理超期网民留言的督办', unit, messageIds }), by);
    } else {
      const delay = '所列留言已超过最长办理时限，仍未答复，办理过程见所附卷宗。';
      await this.referrals.insertDraft(manager, referralDraftSchema.parse({ title: '关于移送网民留言久拖不予解决问题的函', unit, messageIds, delay }), by);
    }
  }

  /** What no longer calls for a document leaves the draft that gathered it; one that is left with nothing is cancelled. */
  private async drop(manager: EntityManager, kind: Kind, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const table = tables[kind];
    const drafts = await manager.query<{ id: string; left: string[] }[]>(
      `SELECT id, ARRAY(SELECT held FROM unnest(message_ids) WITH ORDINALITY AS m (held, place) WHERE held <> ALL ($1::uuid[]) ORDER BY place) AS left
       FROM ${table} WHERE gathering AND message_ids && $1::uuid[] ORDER BY id FOR UPDATE`,
      [messageIds],
    );
    for (const { id, left } of drafts) {
      await changeDocument(manager, table, id, { message_ids: left, ...(left.length === 0 ? { state: 'cancelled', gathering: false } : {}) });
      if (left.length === 0) await this.documents.record(manager, id, { act: 'cancel', by: 'rule', details: { reason: '所列留言均已答复，或其超期已撤销' } });
    }
  }
}

/** A referral does not keep a message from an urging order, nor the other way round. */
const calledSql = `
  SELECT draft_wish.message_id AS "messageId", step,
    ending = 'open' AND EXISTS (SELECT FROM fired_step WHERE fired_step.message_id = deadline.message_id AND fired_step.step = draft_wish.step AND withdrawn_at IS NULL) AS stands,
    CASE WHEN step = 'escalation-3' THEN EXISTS (SELECT FROM referral WHERE message_ids @> ARRAY[deadline.message_id] AND state <> 'cancelled')
      ELSE EXISTS (SELECT FROM urging_order WHERE message_ids @> ARRAY[deadline.message_id] AND state NOT IN ('accepted', 'cancelled')) END AS "isHeld",
    unit.code AS unit
  FROM draft_wish JOIN deadline ON deadline.message_id = draft_wish.message_id AND deadline.message_id = ANY ($1::uuid[])
  LEFT JOIN unit ON unit.code = deadline.unit_code AND NOT removed
  ORDER BY draft_wish.message_id, step FOR UPDATE OF draft_wish`;
