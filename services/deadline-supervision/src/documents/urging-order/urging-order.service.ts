import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, platformProblem, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { Documents, insertDocument } from '../document/documents.js';
import { assertRegistered, namedUnits } from '../document/named.js';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { CLOCK } from '../../tokens.js';
import { changeOrder, itemsAt, lockOrder, type OrderChange, type StoredOrder } from './urging-order-rows.js';
import { answerByFrom, isEnded, standingAfter, type OrderAction, type OrderStanding } from './urging-order.rules.js';
import type { Draft, OrderOrigin } from './urging-order.schema.js';
import { UrgingOrderDelivery } from './urging-order.delivery.js';
import { mayReadOrder } from './urging-order.view.js';

/** One step of an order: its details are what the person said, and stay in the history. */
interface Step {
  action: OrderAction;
  caller: Caller;
  details: Record<string, unknown>;
  /** What changes beside the state; may refuse. */
  change?: (manager: EntityManager, order: StoredOrder, after: OrderStanding) => Promise<{ change?: OrderChange; details?: object }>;
}

interface Drafter {
  by: string;
  origin: OrderOrigin;
  originId?: string | null;
  gathering?: boolean;
}

/** 督办单: an officer drafts and signs, the unit answers, the officer judges the answer. Each step is one transaction. */
@Injectable()
export class UrgingOrderService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(UrgingOrderDelivery) private readonly delivery: UrgingOrderDelivery,
  ) {}

  async draft(draft: Draft, caller: Caller): Promise<string> {
    return this.dataSource.transaction(async (manager) => {
      const id = await this.insertDraft(manager, draft, { by: caller.subject, origin: 'office' });
      await this.documents.audit(manager, caller, 'urging-order', 'draft', id);
      return id;
    });
  }

  /** In the caller's transaction. */
  async insertDraft(manager: EntityManager, draft: Draft, { by, origin, originId = null, gathering = false }: Drafter): Promise<string> {
    const id = randomUUID();
    await insertDocument(manager, 'urging_order', {
      ...(await draftColumns(manager, draft)), id, state: 'draft', origin, origin_id: originId, gathering, drafted_at: this.clock.now(), climbed: [],
    });
    await this.documents.record(manager, id, { act: 'draft', by, details: { origin } });
    return id;
  }

  revise(id: string, caller: Caller, draft: Draft): Promise<boolean> {
    return this.step(id, { action: 'revise', caller, details: draft, change: async (manager) => ({ change: { ...(await draftColumns(manager, draft)), gathering: false } }) });
  }

  /** 签发: the number is given now, and what the messages' dates are now is what the order says for ever. */
  sign(id: string, caller: Caller, signatory: string): Promise<boolean> {
    return this.step(id, {
      action: 'sign', caller, details: { signatory },
      change: async (manager, order) => {
        const signedAt = this.clock.now();
        assertComplete(order);
        const answerBy = order.answerBy ?? answerByFrom(signedAt, this.rulebook.calendar);
        if (answerBy === null || answerBy <= businessDateOf(signedAt)) throw problem('deadline-supervision.answer-by-passed');
        const items = await itemsAt(manager, order.messageIds, signedAt, this.rulebook.calendar);
        // Last, so that the series is locked for a moment alone.
        const number = await this.documents.nextNumber(manager, 'urging-order', signedAt);
        return {
          change: { number, signatory, signed_at: signedAt, answer_by: answerBy, items: JSON.stringify(items), gathering: false },
          details: { number },
        };
      },
    });
  }

  /** 送达: now, or when work begins again. */
  serve(id: string, caller: Caller): Promise<boolean> {
    return this.step(id, {
      action: 'serve', caller, details: {},
      change: async (_, order) => {
        if (order.answerBy !== null && order.answerBy < businessDateOf(this.clock.now())) throw problem('deadline-supervision.answer-by-passed');
        return { change: this.delivery.sendOff(order) };
      },
    });
  }

  acknowledge(id: string, caller: Caller, details: { receivedBy: string }): Promise<boolean> {
    return this.step(id, { action: 'acknowledge', caller, details, change: async () => ({ change: { acknowledged_at: this.clock.now() } }) });
  }

  answer(id: string, caller: Caller, details: Record<string, unknown>): Promise<boolean> {
    return this.step(id, { action: 'answer', caller, details, change: async () => ({ change: { answered_at: this.clock.now() } }) });
  }

  accept(id: string, caller: Caller, details: { opinion: string | null }): Promise<boolean> {
    return this.step(id, { action: 'accept', caller, details });
  }

  /** 退回重办, perhaps by a new date. */
  return(id: string, caller: Caller, details: { reason: string; answerBy: string | null }): Promise<boolean> {
    return this.step(id, {
      action: 'return', caller, details,
      change: async () => {
        const { answerBy } = details;
        if (answerBy === null) return {};
        if (answerBy <= businessDateOf(this.clock.now())) throw problem('deadline-supervision.answer-by-passed');
        return { change: { answer_by: answerBy } };
      },
    });
  }

  cancel(id: string, caller: Caller, details: { reason: string }): Promise<boolean> {
    return this.step(id, { action: 'cancel', caller, details });
  }

  object(id: string, caller: Caller, details: { grounds: string }): Promise<boolean> {
    return this.step(id, { action: 'object', caller, details });
  }

  rule(id: string, caller: Caller, { upheld, reason }: { upheld: boolean; reason: string }): Promise<boolean> {
    return this.step(id, { action: upheld ? 'uphold' : 'dismiss', caller, details: { reason } });
  }

  /** @returns whether it was done before, in the same words, and nothing has changed */
  private async step(id: string, { action, caller, details, change }: Step): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const order = await lockOrder(manager, id);
      if (!order || !mayReadOrder(caller, order)) throw platformProblem('not-found');
      assertActor(action, caller, order);
      const after = standingAfter(order, action);
      const waits = order.serveAt !== null && action !== 'cancel';
      if (!after || waits) return this.documents.repeats(manager, id, order.state, action, details);
      const more = await change?.(manager, order, after);
      const ended = isEnded(after.state);
      await this.documents.record(manager, id, { act: action, by: caller.subject, details: { ...details, ...more?.details } });
      await changeOrder(manager, id, {
        ...after, ...(ended ? { ended_at: this.clock.now(), serve_at: null, gathering: false } : {}), ...more?.change,
      });
      await this.delivery.follow(manager, id, order);
      await this.documents.audit(manager, caller, 'urging-order', action, id);
      return false;
    });
  }
}

async function draftColumns(manager: EntityManager, draft: Draft) {
  const [unit] = await namedUnits(manager, draft.unit === null ? [] : [draft.unit]);
  await assertRegistered(manager, draft.messageIds);
  return {
    title: draft.title,
    unit_code: unit?.code ?? null,
    unit_name: unit?.name ?? null,
    co_units: JSON.stringify(await namedUnits(manager, draft.coUnits)),
    message_ids: draft.messageIds,
    basis: draft.basis,
    instruction: draft.instruction,
    requirement: draft.requirement,
    answer_by: draft.answerBy,
    contact: draft.contact,
    copies: draft.copies,
  };
}

const unitActions: readonly OrderAction[] = ['acknowledge', 'answer', 'object'];

/** 主办单位 alone receives, answers and objects; a co-unit reads. */
function assertActor(action: OrderAction, caller: Caller, { unit }: StoredOrder): void {
  if (unitActions.includes(action) && caller.unit !== unit?.code) throw problem('deadline-supervision.lead-unit-only');
}

function assertComplete({ unit, messageIds, contact }: StoredOrder): void {
  const missing = [...(unit ? [] : ['unit']), ...(messageIds.length > 0 ? [] : ['messageIds']), ...(contact === null ? ['contact'] : [])];
  if (missing.length > 0) throw problem('deadline-supervision.document-incomplete', { parameters: { fields: missing.join(', ') } });
}
