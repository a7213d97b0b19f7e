import { createEvent, idSchema, instantSchema, messageAssigned, messageDesignated, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import type { ActionContext } from '../message/action/message-actions.service.js';
import { problem } from '../problems.js';
import { unitRefOf } from '../unit/unit-registry.service.js';
import { lacking, type Unit, type UnitTree } from '../unit/unit-tree.rules.js';
import { AssignmentEntity } from './assignment.entity.js';
import { isComplainedOf, type DutyCitation } from './assignment.rules.js';
import { announceCoHandling, coUnitsOf } from './co-units.js';
import { complaintOf } from './complaint.js';

export const officeAssignmentSchema = z
  .object({
    messageId: idSchema,
    unit: unitRefSchema,
    designated: z.boolean().describe('指定承办, which is final'),
    reason: z.string(),
    assignedAt: instantSchema,
  })
  .meta({ id: 'Assignment' });
export type OfficeAssignment = z.infer<typeof officeAssignmentSchema>;

/**
 * The unit that is named by code or name, if it may have the message.
 * @throws Problem
 */
export async function givableUnit({ manager, message }: ActionContext, tree: UnitTree, named: string): Promise<Unit> {
  const unit = tree.addressed(named);
  if (!unit) throw problem('routing.unit-not-in-registry', { parameters: { unit: named } });
  if (message.kind === 'report' && isComplainedOf(await complaintOf(manager, message.messageId), unit.code, tree)) throw problem('routing.report-against-this-unit');
  const [lack] = lacking(unit);
  if (lack !== undefined) throw problem(`routing.unit-without-${lack}`, { parameters: { unit: unit.name } });
  if (message.unitCode === unit.code) throw problem('routing.already-assigned');
  return unit;
}

export interface Giving {
  unit: Pick<Unit, 'code' | 'name'>;
  designated: boolean;
  reason: string;
  /** Subject of the officer. */
  by: string;
  duty: DutyCitation | null;
}

/** The office gives a locked message to a unit: its row, its history and the event. */
export async function giveTo(given: ActionContext, { unit, designated, reason, by, duty }: Giving): Promise<OfficeAssignment> {
  const { manager, message, now, nextVersion } = given;
  const { messageId } = message;
  const sequence = await nextVersion();
  await manager.query(
    `UPDATE message SET unit_code = $2, assigned_at = $3, assigned_by = 'office', designated = $4,
       holding_pen_reason = NULL, holding_pen_detail = NULL, holding_pen_since = NULL, holding_pen_due_at = NULL
     WHERE message_id = $1`,
    [messageId, unit.code, now, designated],
  );
  const assigned = { messageId, sequence, unitCode: unit.code, unitName: unit.name, by: 'office' as const, designated, reason, assignedAt: now, assignedBySubject: by };
  await insertRows(manager, AssignmentEntity, [{ ...assigned, dutyItem: duty?.item ?? null, dutyVersion: duty?.version ?? null }]);
  const at = now.toISOString();
  const about = { messageId, unit: unitRefOf(unit), reason };
  const details = { subject: messageId, sequence, time: now };
  const event = designated
    ? createEvent(messageDesignated, { ...details, data: { ...about, designatedAt: at } })
    : createEvent(messageAssigned, { ...details, data: { ...about, assignedAt: at, by: 'office', ...(duty ? { duty } : {}) } });
  await appendToOutbox(manager, [event]);
  // The unit that was asked in its session stays answerable for telling the writer (R18), and co-units stay with whoever leads.
  const isAskedOfAnother = message.firstAsked !== null && (message.firstAsked !== unit.code || message.unitCode !== null);
  if (isAskedOfAnother || (await coUnitsOf(manager, messageId)).length > 0) await announceCoHandling(given, unitRefOf(unit));
  return { ...about, designated, assignedAt: at };
}
