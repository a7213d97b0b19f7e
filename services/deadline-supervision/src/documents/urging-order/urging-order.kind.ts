import { Inject, Injectable } from '@nestjs/common';
import type { Paper } from '@wenzheng/paper';
import { DATA_SOURCE, type BeforeJson, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { In, IsNull, Not, Raw, type FindOptionsWhere } from 'typeorm';
import type { z } from 'zod';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import type { Act } from '../document/acts.js';
import { fieldsOf, isOffice, type Beginning, type DocumentKind, type Instant, type Step } from '../document/document-kind.js';
import { assertComplete, namedIn, namedUnits } from '../document/mentions.js';
import type { RevisionOf } from '../document/revision.rules.js';
import type { Offices } from '../numbering/offices.rules.js';
import { answerByFrom } from './delivery/climb.rules.js';
import { UrgingOrderDelivery } from './delivery/delivery.service.js';
import { itemsAt, withMatters } from './order-items.js';
import { UrgingOrderEntity } from './urging-order.entity.js';
import { orderPaper } from './urging-order.paper.js';
import { isEnded, lacking, standingAfter, type OrderAction } from './urging-order.rules.js';
import { orderSummarySchema, type answerSchema, type Draft, type OrderItem, type OrderOrigin, type orderSchema } from './urging-order.schema.js';

const unitActions: readonly OrderAction[] = ['acknowledge', 'answer', 'object'];

/** 督办单 (R22): an officer drafts and signs, the unit answers, the officer judges the answer. */
@Injectable()
export class UrgingOrderKind implements DocumentKind<UrgingOrderEntity, OrderAction> {
  readonly series = 'urging-order';
  readonly entity = UrgingOrderEntity;
  readonly listedBy = 'draftedAt';
  readonly signedBy = 'sign';

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(UrgingOrderDelivery) private readonly delivery: UrgingOrderDelivery,
  ) {}

  signedAt({ signedAt }: UrgingOrderEntity): Date | null {
    return signedAt;
  }

  /** A unit sees what was served on it, to lead or to help. */
  visibleTo(caller: Caller): FindOptionsWhere<UrgingOrderEntity>[] {
    if (isOffice(caller)) return [{}];
    const code = caller.unit;
    if (code === null) return [{ id: In([]) }];
    const servedAt = Not(IsNull());
    return [
      { servedAt, unitCode: code },
      { servedAt, coUnits: Raw((column) => `${column} @> :coUnit::jsonb`, { coUnit: JSON.stringify([{ code }]) }) },
    ];
  }

  /** 主办单位 alone receives, answers and objects; a co-unit reads. */
  assertActor({ unitCode }: UrgingOrderEntity, action: OrderAction, caller: Caller): void {
    if (unitActions.includes(action) && caller.unit !== unitCode) throw problem('deadline-supervision.lead-unit-only');
  }

  after(order: UrgingOrderEntity, action: OrderAction, now: Date): Partial<UrgingOrderEntity> | null {
    // What was sent off waits to be served, and can be cancelled until then.
    if (order.serveAt !== null && action !== 'cancel') return null;
    const after = standingAfter(order, action);
    return after && {
      ...after,
      gathering: false,
      ...(action === 'acknowledge' ? { acknowledgedAt: now } : {}),
      ...(action === 'answer' ? { answeredAt: now } : {}),
      ...(isEnded(after.state) ? { endedAt: now, serveAt: null } : {}),
    };
  }

  async assertReady({ manager, row, action, now }: Instant<UrgingOrderEntity, OrderAction>): Promise<void> {
    if (action === 'sign') {
      assertComplete(lacking(row));
      const answerBy = this.answerBy(row, now);
      if (answerBy === null || answerBy <= businessDateOf(now)) throw problem('deadline-supervision.answer-by-passed');
    }
    if (action === 'serve' && row.answerBy !== null && row.answerBy < businessDateOf(now)) throw problem('deadline-supervision.answer-by-passed');
    if (action === 'accept') await assertAnswered(manager, row.messageIds);
  }

  readonly changes = {
    revise: ({ manager, details }: Step<UrgingOrderEntity, RevisionOf<Draft>>) => columnsOf(manager, details),
    /** What the messages' dates are now is what the order says for ever. */
    sign: async ({ manager, row, now }: Step<UrgingOrderEntity, object>) => ({
      signedAt: now, answerBy: this.answerBy(row, now), items: await itemsAt(manager, row.messageIds, now, this.rulebook.calendar),
    }),
    /** 送达: now, or when work begins again. */
    serve: ({ row, now }: Step<UrgingOrderEntity, object>) => this.delivery.sendOff(row, now),
    /** 退回重办, perhaps by a new date. */
    return: ({ details: { answerBy }, now }: Step<UrgingOrderEntity, { answerBy: string | null }>) => {
      if (answerBy === null) return {};
      if (answerBy <= businessDateOf(now)) throw problem('deadline-supervision.answer-by-passed');
      return { answerBy };
    },
  };

  follow(manager: EntityManager, before: UrgingOrderEntity, after: UrgingOrderEntity): Promise<void> {
    return this.delivery.follow(manager, before, after);
  }

  begin({ manager, details, now }: { manager: EntityManager; details: Draft; now: Date }): Promise<Beginning<UrgingOrderEntity>> {
    return this.drafted(manager, details, now, { kind: 'office' });
  }

  async drafted(manager: EntityManager, draft: Draft, now: Date, origin: { kind: OrderOrigin; id?: string }, gathering = false): Promise<Beginning<UrgingOrderEntity>> {
    return {
      act: 'draft', details: { origin: origin.kind },
      columns: { ...(await columnsOf(manager, draft)), state: 'draft', origin: origin.kind, originId: origin.id ?? null, gathering, draftedAt: now, climbed: [] },
    };
  }

  summary(row: UrgingOrderEntity): BeforeJson<z.infer<typeof orderSummarySchema>> {
    return { ...fieldsOf(orderSummarySchema, row), origin: { kind: row.origin, id: row.originId } };
  }

  async one(row: UrgingOrderEntity, history: Act[], caller: Caller): Promise<Omit<BeforeJson<z.infer<typeof orderSchema>>, 'allowedActions'>> {
    const { basis, instruction, requirement, contact, copies } = row;
    const answer = history.findLast(({ act }) => act === 'answer')?.details as z.output<typeof answerSchema> | undefined;
    return {
      ...this.summary(row), basis, instruction, requirement, contact, copies,
      items: await this.itemsOf(row), answer: answer ?? null, history: isOffice(caller) ? history : sinceService(history),
    };
  }

  async paper(row: UrgingOrderEntity, _: Caller, offices: Offices): Promise<Paper> {
    return orderPaper(row, await this.itemsOf(row), offices);
  }

  private answerBy({ answerBy }: UrgingOrderEntity, now: Date): string | null {
    return answerBy ?? answerByFrom(now, this.rulebook.calendar);
  }

  private async itemsOf({ items, messageIds }: UrgingOrderEntity): Promise<OrderItem[]> {
    return withMatters(this.dataSource, items ?? (await itemsAt(this.dataSource, messageIds, this.clock.now(), this.rulebook.calendar)));
  }
}

async function columnsOf(manager: EntityManager, { unit, coUnits, messageIds, ...draft }: RevisionOf<Draft>): Promise<Partial<UrgingOrderEntity>> {
  return { ...(draft as Partial<Omit<Draft, 'unit' | 'coUnits' | 'messageIds'>>), ...(await namedIn(manager, { unit, messageIds })), ...(coUnits && { coUnits: await namedUnits(manager, coUnits) }) };
}

/** 审结 says that the matter is settled: not while a message of it waits for its answer. */
async function assertAnswered(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<void> {
  const unanswered = await manager.query<{ number: string }[]>(
    `SELECT message_number AS number FROM deadline WHERE message_id = ANY ($1::uuid[]) AND ending = 'open' ORDER BY message_number LIMIT 20`,
    [messageIds],
  );
  if (unanswered.length > 0) throw problem('deadline-supervision.messages-unanswered', { parameters: { numbers: unanswered.map(({ number }) => number).join('、') } });
}

/** Units do not see how the office came to its order. */
const sinceService = (history: readonly Act[]): Act[] => history.slice(history.findIndex(({ act }) => act === 'serve'));
