import { Inject, Injectable } from '@nestjs/common';
import { createEvent, idSchema, instantSchema, messageAssigned, messageDesignated, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import { assertAllowed, MessageActions, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { problem } from '../problems.js';
import { unitRefOf, UnitRegistry } from '../unit/unit-registry.service.js';
import { lacking } from '../unit/unit-tree.rules.js';
import { AssignmentEntity } from './assignment.entity.js';
import { isComplainedOf } from './assignment.rules.js';

export const officeAssignmentSchema = z
  .object({
    messageId: idSchema,
    unit: unitRefSchema,
    designated: z.boolean().describe('指定承办: the second return is behind it, and there is no third'),
    reason: z.string(),
    assignedAt: instantSchema,
  })
  .meta({ id: 'Assignment' });
export type OfficeAssignment = z.infer<typeof officeAssignmentSchema>;

const returnsUntilDesignation = 2;

/** 信息办分派: from the holding pen, or to another unit. */
@Injectable()
export class OfficeAssignments {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  assign(request: ActionRequest<{ unit: string; reason?: string | undefined }>): Promise<ActionAnswer<OfficeAssignment>> {
    const { messageId, caller, body } = request;
    return this.actions.act('assign', request, async ({ manager, message, now, nextVersion }) => {
      assertAllowed('assign', message);
      const tree = await this.registry.tree(manager);
      const unit = tree.addressed(body.unit);
      if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: body.unit } });
      if (isComplainedOf(message, unit.code, tree)) throw problem('routing.report-against-this-unit');
      const [lack] = lacking(unit);
      if (lack !== undefined) throw problem(`routing.unit-without-${lack}`, { parameters: { unit: unit.name } });
      if (message.unitCode === unit.code) throw problem('routing.already-assigned');
      const designated = message.returns >= returnsUntilDesignation;
      const reason = body.reason ?? (designated ? '信息办指定承办' : '信息办分派');
      const sequence = await nextVersion();
      await manager.query(
        `UPDATE message SET unit_code = $2, assigned_at = $3, assigned_by = 'office', designated = $4,
           holding_pen_reason = NULL, holding_pen_detail = NULL, holding_pen_since = NULL, holding_pen_due_at = NULL
         WHERE message_id = $1`,
        [messageId, unit.code, now, designated],
      );
      const assigned = { messageId, sequence, unitCode: unit.code, unitName: unit.name, by: 'office' as const, designated, reason, assignedAt: now };
      await insertRows(manager, AssignmentEntity, [{ ...assigned, assignedBySubject: caller.subject }]);
      const at = now.toISOString();
      const about = { messageId, unit: unitRefOf(unit), reason };
      const details = { subject: messageId, sequence, time: now };
      const event = designated
        ? createEvent(messageDesignated, { ...details, data: { ...about, designatedAt: at } })
        : createEvent(messageAssigned, { ...details, data: { ...about, assignedAt: at, by: 'office' } });
      await appendToOutbox(manager, [event]);
      return { ...about, designated, assignedAt: at };
    });
  }
}
