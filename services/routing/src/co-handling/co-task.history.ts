import { dateSchema, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { history, instantOf, unitOf } from '../message/history.js';
import { taskStates } from './co-task.rules.js';

/** As it stands: what is asked of a unit ends with the message, and where the unit leads itself, without a row being written. */
export const taskStateSql = (task: string): string =>
  `CASE WHEN ${task}.state IN ('asked', 'accepted') AND (message.ending <> 'open' OR message.unit_code = ${task}.unit_code) THEN 'ended' ELSE ${task}.state END`;

/** 逾期反馈, or not there in time. */
export const isLateSql = 'coalesce(answered_at >= due_at, alarmed_at IS NOT NULL)';

export const taskFields = {
  taskId: idSchema,
  unit: unitRefSchema.describe('协办单位'),
  askedBy: unitRefSchema.nullable().describe('null: the information office'),
  task: z.string(),
  dueOn: dateSchema,
  askedAt: instantSchema,
  state: z.enum(taskStates),
  acceptedAt: instantSchema.nullable(),
  contribution: z.string().nullable().describe('inner: what the unit tells the lead'),
  answeredAt: instantSchema.nullable(),
  answeredBy: z.string().nullable(),
  late: z.boolean().describe('told after the inner due date, or not yet when that was over'),
  declineReason: z.string().nullable(),
  declinedAt: instantSchema.nullable(),
  decision: z.enum(['upheld', 'overruled']).nullable().describe('of the information office, about the refusal'),
  decisionReason: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
};

export const coTaskHistory = history(z.object(taskFields), {
  object: `'taskId', task_id, ${unitOf('co_task')}, 'askedBy', CASE WHEN asked_by_unit IS NOT NULL THEN jsonb_build_object('code', asked_by_unit, 'name', asked_by_unit_name) END,
    'task', task, 'dueOn', due_on, 'askedAt', ${instantOf('asked_at')}, 'state', ${taskStateSql('co_task')}, 'acceptedAt', ${instantOf('accepted_at')}, 'contribution', contribution,
    'answeredAt', ${instantOf('answered_at')}, 'answeredBy', answered_by_name, 'late', ${isLateSql}, 'declineReason', decline_reason, 'declinedAt', ${instantOf('declined_at')},
    'decision', decision, 'decisionReason', decision_reason, 'decidedAt', ${instantOf('decided_at')}`,
  from: 'co_task JOIN message USING (message_id) WHERE message_id = $1',
  order: 'asked_at, task_id',
});
