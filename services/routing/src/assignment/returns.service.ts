import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, disputeOpened, idSchema, instantSchema, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { assertAllowed, MessageActions, type ActionContext, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { Notices } from '../notification/notices.service.js';
import { problem } from '../problems.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import type { UnitTree } from '../unit/unit-tree.rules.js';
import { MessageReturnEntity } from './assignment.entity.js';
import { holdingPenDueAt, returnRefusal } from './assignment.rules.js';
import { DisputeEntity } from './dispute/dispute.entity.js';
import { assertUndisputed } from './dispute/open-dispute.js';

export interface ReturnBody {
  reason: string;
  suggestedUnit?: string | undefined;
}

export const disputeSchema = z
  .object({
    disputeId: idSchema,
    messageId: idSchema,
    unit: unitRefSchema,
    suggestedUnit: unitRefSchema.nullable(),
    openedAt: instantSchema,
    dueAt: instantSchema.nullable().describe('by when the office rules; null where the calendar does not reach'),
  })
  .meta({ id: 'Dispute' });
export type Dispute = z.infer<typeof disputeSchema>;

/** 退回 opens a dispute 派单异议. 先办后议: the message stays with the unit, and its deadline runs on, until the office has ruled. */
@Injectable()
export class Returns {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Notices) private readonly notices: Notices,
  ) {}

  submit(request: ActionRequest<ReturnBody>): Promise<ActionAnswer<Dispute>> {
    const { messageId, caller, body } = request;
    return this.actions.act('return', request, async (at) => {
      const { manager, message, now, nextVersion } = at;
      const unit = await this.actions.ownUnit(at, caller);
      assertAllowed('return', message);
      const suggestedUnit = suggested(await this.registry.tree(manager), body.suggestedUnit);
      const refusal = returnRefusal(message, now, this.calendars.current);
      // The attempt of a first-asked unit stays on record.
      if (refusal?.code === 'routing.first-asked-unit-cannot-return') {
        await this.recordAttempt(at, { unit: unitRefOf(unit), body, caller });
        return problem(refusal.code);
      }
      if (refusal) throw problem(refusal.code, { parameters: refusal.parameters });
      await assertUndisputed(manager, messageId);
      const disputeId = randomUUID();
      const dueAt = holdingPenDueAt(now, this.calendars.current);
      const opened = { disputeId, messageId, unitCode: unit.code, unitName: unit.name, reason: body.reason, suggestedUnit: suggestedUnit?.code ?? null };
      await insertRows(manager, DisputeEntity, [{ ...opened, openedAt: now, openedBy: caller.subject, dueAt }]);
      const dispute = { disputeId, messageId, unit: unitRefOf(unit), suggestedUnit, openedAt: now.toISOString(), dueAt: dueAt?.toISOString() ?? null };
      await appendToOutbox(manager, [createEvent(disputeOpened, { subject: messageId, sequence: await nextVersion(), time: now, data: { ...dispute, reason: body.reason } })]);
      await this.notices.tell(manager, [{ kind: 'returned', key: `dispute ${disputeId}`, messageId, unitCode: null, posts: ['information-office'] }]);
      return dispute;
    });
  }

  private async recordAttempt({ manager, message, now }: ActionContext, { unit, body, caller }: { unit: UnitRef; body: ReturnBody; caller: Caller }): Promise<void> {
    const { reason, suggestedUnit = null } = body;
    const returned = { returnId: randomUUID(), messageId: message.messageId, unitCode: unit.code, unitName: unit.name, reason, suggestedUnit, accepted: false };
    await insertRows(manager, MessageReturnEntity, [{ ...returned, returnedAt: now, returnedBy: caller.subject }]);
  }
}

function suggested(tree: UnitTree, code: string | undefined): UnitRef | null {
  if (code === undefined) return null;
  const unit = tree.addressed(code);
  if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: code } });
  return unitRefOf(unit);
}

/** What was asked before it was kept whose session it was is the unit's to which nobody of the office has given it. */
