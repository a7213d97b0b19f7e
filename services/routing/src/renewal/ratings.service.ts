import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, dateSchema, idSchema, instantSchema, renewalDeclined, renewalOrdered, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { audit, DATA_SOURCE, insertRows, type Caller, type DataSource } from '@wenzheng/platform';
import { endOfBusinessDate } from '@wenzheng/working-days';
import { z } from 'zod';
import { isComplainedOf } from '../assignment/assignment.rules.js';
import { complaintOf } from '../assignment/complaint.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../message/action/message-actions.service.js';
import { Notices } from '../notification/notices.service.js';
import { problem } from '../problems.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { lacking, type Unit } from '../unit/unit-tree.rules.js';
import { RenewalEntity } from './renewal.entity.js';
import { renewalDueOn } from './renewal.rules.js';

export const ratingDecisionSchema = z
  .object({
    messageId: idSchema,
    ratingId: idSchema,
    decision: z.enum(['order', 'decline']),
    renewal: z.object({ renewalId: idSchema, unit: unitRefSchema, dueOn: dateSchema.nullable() }).nullable(),
    decidedAt: instantSchema,
  })
  .meta({ id: 'RatingDecision' });
type RatingDecision = z.infer<typeof ratingDecisionSchema>;

type Order = { decision: 'order'; reason: string; unit?: string | undefined; dueOn?: string | undefined };
export type DecisionBody = Order | { decision: 'decline'; reason: string };

/** 不满意: the information office orders one renewed handling 二次办理, or says why not. */
@Injectable()
export class Ratings {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  /** @throws Problem `routing.unknown-rating`, `routing.rating-decided`, `routing.nothing-to-renew`, and what giving it to the unit refuses */
  async decide({ ratingId, caller, body, idempotencyKey }: { ratingId: string; caller: Caller; body: DecisionBody; idempotencyKey: string | null }): Promise<ActionAnswer<RatingDecision>> {
    const [known] = await this.dataSource.query<{ messageId: string }[]>(`SELECT message_id AS "messageId" FROM rating WHERE rating_id = $1 AND rating = 'dissatisfied'`, [ratingId]);
    if (!known) throw problem('routing.unknown-rating');
    const { messageId } = known;
    return this.actions.act('decide-rating', { messageId, caller, body: { ratingId, ...body }, idempotencyKey }, async (at) => {
      const { manager, message, now } = at;
      assertAllowed('decide-rating', message);
      const [open] = await manager.query<unknown[]>('SELECT FROM rating WHERE rating_id = $1 AND outcome IS NULL', [ratingId]);
      if (!open) throw problem('routing.rating-decided');
      const decided = { messageId, ratingId, decision: body.decision, decidedAt: now.toISOString() };
      const renewal = body.decision === 'order' ? await this.order(at, body, caller) : null;
      await manager.query('UPDATE rating SET outcome = $2, decision_reason = $3, decided_at = $4, decided_by = $5 WHERE rating_id = $1', [ratingId, renewal ? 'ordered' : 'declined', body.reason, now, caller.subject]);
      if (!renewal) {
        const data = { messageId, ratingId, reason: body.reason, declinedAt: decided.decidedAt };
        await appendToOutbox(manager, [createEvent(renewalDeclined, { subject: messageId, sequence: await at.nextVersion(), time: now, data })]);
      }
      await audit(manager, { by: caller, at: now, did: renewal ? 'renewal.ordered' : 'renewal.declined', about: messageId, after: { unit: renewal?.unit.code ?? null, dueOn: renewal?.dueOn ?? null } });
      return { ...decided, renewal };
    });
  }

  private async order(at: ActionContext, { reason, unit: named, dueOn: given }: Order, caller: Caller): Promise<NonNullable<RatingDecision['renewal']>> {
    const { manager, message, now } = at;
    const { messageId } = message;
    const unit = unitRefOf(await this.unitFor(at, named ?? message.unitCode ?? ''));
    const due = renewalDueOn(given, now, this.calendars.current);
    if (!('dueOn' in due)) throw problem('routing.renewal-date', { parameters: { last: due.lastOn ?? '—' }, errors: [{ pointer: '/dueOn', code: 'out-of-range' }] });
    const { dueOn } = due;
    const renewal = { messageId, renewalId: randomUUID(), reason, dueOn };
    await insertRows(manager, RenewalEntity, [{ ...renewal, unitCode: unit.code, unitName: unit.name, dueAt: dueOn === null ? null : endOfBusinessDate(dueOn), orderedAt: now, orderedBy: caller.subject }]);
    const data = { ...renewal, unit, orderedAt: now.toISOString() };
    await appendToOutbox(manager, [createEvent(renewalOrdered, { subject: messageId, sequence: await at.nextVersion(), time: now, data })]);
    await this.notices.tell(manager, [{ kind: 'renewal', key: `renewal ${renewal.renewalId}`, messageId, unitCode: unit.code, posts: ['web-admin', 'backup'] }]);
    return { renewalId: renewal.renewalId, unit, dueOn };
  }

  private async unitFor({ manager, message }: ActionContext, named: string): Promise<Unit> {
    const tree = await this.registry.tree(manager);
    const unit = tree.addressed(named);
    if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: named } });
    if (message.kind === 'report' && isComplainedOf(await complaintOf(manager, message.messageId), unit.code, tree)) throw problem('routing.report-against-this-unit');
    const [lack] = lacking(unit);
    if (lack !== undefined) throw problem(`routing.unit-without-${lack}`, { parameters: { unit: unit.name } });
    return unit;
  }
}
