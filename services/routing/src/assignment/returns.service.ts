import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, messageReturned, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows, type Caller } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { z } from 'zod';
import { assertAllowed, MessageActions, type ActionContext, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { problem } from '../problems.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import type { UnitTree } from '../unit/unit-tree.rules.js';
import { MessageReturnEntity } from './assignment.entity.js';
import { holdingPenDueAt, returnUntil } from './assignment.rules.js';

export interface ReturnBody {
  reason: string;
  suggestedUnit?: string | undefined;
}

export const returnedSchema = z
  .object({
    returnId: idSchema,
    messageId: idSchema,
    unit: unitRefSchema,
    suggestedUnit: unitRefSchema.nullable(),
    returnedAt: instantSchema,
    returns: z.int().describe('how often the message has been returned now; from the second time on the office designates'),
  })
  .meta({ id: 'Return' });
export type Returned = z.infer<typeof returnedSchema>;

/** 退回: a message goes back into the holding pen, and its deadline stays as it is. */
@Injectable()
export class Returns {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  submit(request: ActionRequest<ReturnBody>): Promise<ActionAnswer<Returned>> {
    const { messageId, caller, body } = request;
    return this.actions.act('return', request, async (at) => {
      const { manager, message, now, nextVersion } = at;
      const unit = await this.actions.ownUnit(at, caller);
      assertAllowed('return', message);
      const suggestedUnit = suggested(await this.registry.tree(manager), body.suggestedUnit);
      const returnId = randomUUID();
      const row = { returnId, unit: unitRefOf(unit), body, caller };
      if (message.channel === 'interview') {
        // 实行首问负责制，凡属上线单位受理的问题，一律不得推诿 (R18): the attempt stays on record.
        await this.record(at, { ...row, accepted: false });
        return problem('routing.first-asked-unit-cannot-return');
      }
      if (message.designated) throw problem('routing.designation-is-final');
      const until = message.assignedAt && returnUntil(message.assignedAt, this.calendars.current);
      if (!until || now >= until) {
        const lastDay = until ? `${businessDateOf(new Date(until.getTime() - 1))} 24:00` : '-';
        throw problem('routing.return-window-closed', { parameters: { until: lastDay } });
      }
      await this.record(at, { ...row, accepted: true });
      const returns = message.returns + 1;
      await manager.query(
        `UPDATE message SET unit_code = NULL, assigned_at = NULL, assigned_by = NULL, returns = $2,
           holding_pen_reason = $3, holding_pen_detail = $4, holding_pen_since = $5, holding_pen_due_at = $6
         WHERE message_id = $1`,
        [messageId, returns, returns > 1 ? 'returned-twice' : 'returned', `${unit.name}退回`, now, holdingPenDueAt(now, this.calendars.current)],
      );
      const returnedAt = now.toISOString();
      const data = { messageId, unit: unitRefOf(unit), returnedAt, reason: body.reason, suggestedUnit };
      await appendToOutbox(manager, [createEvent(messageReturned, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { returnId, messageId, unit: unitRefOf(unit), suggestedUnit, returnedAt, returns };
    });
  }

  private async record(
    { manager, message, now }: ActionContext,
    attempt: { returnId: string; unit: UnitRef; body: ReturnBody; caller: Caller; accepted: boolean },
  ): Promise<void> {
    const { returnId, unit, body, caller, accepted } = attempt;
    const { reason, suggestedUnit = null } = body;
    const returned = { returnId, messageId: message.messageId, unitCode: unit.code, unitName: unit.name, reason, suggestedUnit, accepted };
    await insertRows(manager, MessageReturnEntity, [{ ...returned, returnedAt: now, returnedBy: caller.subject }]);
  }
}

function suggested(tree: UnitTree, code: string | undefined): UnitRef | null {
  if (code === undefined) return null;
  const unit = tree.addressed(code);
  if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: code } });
  return unitRefOf(unit);
}
