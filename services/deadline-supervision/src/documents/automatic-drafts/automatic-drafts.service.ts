import { Inject, Injectable } from '@nestjs/common';
import { DueWorks, notAside, type RunBatch } from '@wenzheng/messaging';
import { DATA_SOURCE, planned, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { ArrayOverlap } from 'typeorm';
import { documentFor, type Wish } from '../../ladder/draft-wish/draft-wishes.js';
import { CLOCK } from '../../tokens.js';
import { recordAct } from '../document/acts.js';
import type { Beginning } from '../document/document-kind.js';
import type { UnitDocumentEntity } from '../document/document.entity.js';
import { Documents } from '../document/documents.service.js';
import type { ReferralEntity } from '../referral/referral.entity.js';
import { ReferralKind } from '../referral/referral.kind.js';
import { referralDraftSchema } from '../referral/referral.schema.js';
import type { UrgingOrderEntity } from '../urging-order/urging-order.entity.js';
import { UrgingOrderKind } from '../urging-order/urging-order.kind.js';
import { draftSchema } from '../urging-order/urging-order.schema.js';

const batchSize = 1_000;
const workName = 'document.draft';

/** A kind of document that the ladder calls for. */
interface Gatherer<Row extends UnitDocumentEntity> {
  entity: new () => Row;
  messagesAtMost: number;
  draft(manager: EntityManager, unit: string, messageIds: string[], gathering: boolean): Promise<Beginning<Row>>;
}

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
export class AutomaticDrafts {
  private readonly runBatch: RunBatch;
  private readonly gatherers: { 'urging-order': Gatherer<UrgingOrderEntity>; referral: Gatherer<ReferralEntity> };

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(UrgingOrderKind) orders: UrgingOrderKind,
    @Inject(ReferralKind) referrals: ReferralKind,
    @Inject(DueWorks) dueWorks: DueWorks,
  ) {
    this.runBatch = dueWorks.register({ name: workName, claim, perform: (manager, claimed) => this.draftOf(manager, [...claimed.keys()]) });
    this.gatherers = {
      'urging-order': {
        entity: orders.entity,
        messagesAtMost: 200,
        draft: (manager, unit, messageIds, gathering) =>
          orders.drafted(manager, draftSchema.parse({ title: '关于限期办理超期网民留言的督办通知', unit, messageIds }), clock.now(), { kind: 'ladder' }, gathering),
      },
      referral: {
        entity: referrals.entity,
        messagesAtMost: 100,
        draft: (manager, unit, messageIds, gathering) => {
          const delay = '所列留言已超过最长办理时限，仍未答复，办理过程见所附卷宗。';
          return referrals.drafted(manager, referralDraftSchema.parse({ title: '关于移送网民留言久拖不予解决问题的函', unit, messageIds, delay }), clock.now(), 'ladder', gathering);
        },
      },
    };
  }

  /** Of each unit one draft gathers what the ladder calls for, until an officer touches it. */
  async draft(): Promise<void> {
    if (!(await isAnyWished(this.dataSource))) return;
    for (let seen = batchSize; seen >= batchSize; ) seen = await this.runBatch();
  }

  private async draftOf(manager: EntityManager, wished: readonly string[]): Promise<void> {
    const called = await manager.query<Called[]>(calledSql, [wished]);
    // Also wishes whose deadline no longer exists.
    await manager.query('DELETE FROM draft_wish WHERE message_id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM deadline WHERE deadline.message_id = draft_wish.message_id AND deadline.message_id = ANY ($1::uuid[]))', [
      wished,
    ]);
    await manager.query('DELETE FROM draft_wish USING unnest($1::uuid[], $2::text[]) AS seen (message_id, step) WHERE draft_wish.message_id = seen.message_id AND draft_wish.step = seen.step', [
      called.map(({ messageId }) => messageId),
      called.map(({ step }) => step),
    ]);
    for (const [kind, wishes] of Map.groupBy(called, ({ step }) => documentFor(step))) {
      const gatherer: Gatherer<UnitDocumentEntity> = this.gatherers[kind];
      await this.drop(manager, gatherer, wishes.filter(({ stands }) => !stands).map(({ messageId }) => messageId));
      const units = Map.groupBy(wishes.filter(({ stands, isHeld, unit }) => stands && !isHeld && unit !== null), ({ unit }) => unit as string);
      // Two steps may call for the same message.
      for (const [unit, ofUnit] of units) await this.gather(manager, gatherer, unit, [...new Set(ofUnit.map(({ messageId }) => messageId))]);
    }
  }

  /** Adds messages to the unit's gathering draft; a full draft is followed by another one. */
  private async gather(manager: EntityManager, { entity, messagesAtMost, draft }: Gatherer<UnitDocumentEntity>, unitCode: string, messageIds: readonly string[]): Promise<void> {
    const gathering = await manager.findOne(entity, { where: { gathering: true, unitCode }, lock: { mode: 'pessimistic_write' } });
    const room = gathering ? messagesAtMost - gathering.messageIds.length : 0;
    const [joining, rest] = [messageIds.slice(0, room), messageIds.slice(room)];
    if (gathering) await manager.update(entity, { id: gathering.id }, { messageIds: [...gathering.messageIds, ...joining], gathering: rest.length === 0 });
    for (let from = 0; from < rest.length; from += messagesAtMost) {
      const held = rest.slice(from, from + messagesAtMost);
      const isLast = from + held.length === rest.length;
      await this.documents.insert(manager, { entity }, { by: 'rule', ...(await draft(manager, unitCode, held, isLast)) });
    }
  }

  /** What no longer calls for a document leaves the draft that gathered it; one that is left with nothing is cancelled. */
  private async drop(manager: EntityManager, { entity }: Gatherer<UnitDocumentEntity>, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    const drafts = await manager.find(entity, { where: { gathering: true, messageIds: ArrayOverlap(messageIds) }, order: { id: 'ASC' }, lock: { mode: 'pessimistic_write' } });
    for (const { id, messageIds: held } of drafts) {
      const left = held.filter((one) => !messageIds.includes(one));
      const isEmpty = left.length === 0;
      await manager.update(entity, { id }, { messageIds: left, ...(isEmpty ? { state: 'cancelled', gathering: false } : {}) });
      if (isEmpty) await recordAct(manager, id, { act: 'cancel', by: 'rule', at: this.clock.now(), details: { reason: '所列留言均已答复，或其超期已撤销' } });
    }
  }
}

const wished = `FROM draft_wish WHERE ${notAside(workName, 'message_id')} AND ($1::uuid[] IS NULL OR message_id = ANY ($1))`;

const isAnyWished = async (queries: Pick<EntityManager, 'query'>, among: readonly string[] | null = null): Promise<boolean> =>
  (await queries.query<unknown[]>(planned(`SELECT ${wished} LIMIT 1`), [among])).length > 0;

/** Messages of which a document is wished; one replica at a time. */
async function claim(manager: EntityManager, among: readonly string[] | null = null): Promise<Map<string, null>> {
  if (!(await isAnyWished(manager, among))) return new Map();
  await manager.query(`SELECT pg_advisory_xact_lock(hashtext('drafting ' || current_schema()))`);
  const rows = await manager.query<{ id: string }[]>(`SELECT DISTINCT message_id AS id ${wished} ORDER BY id LIMIT $2`, [among, batchSize]);
  return new Map(rows.map(({ id }) => [id, null]));
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
