import { forumPlanChangeSchema, idSchema, instantSchema, monthSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';

const unit = z.strictObject({ code: storableText(64).trim().min(1), name: prose(100).trim() });
const reason = prose(500).trim().describe('public');

export const phasePlanSchema = z.strictObject({ phase: z.int().min(1).max(999), slots: z.array(z.strictObject({ unit, month: monthSchema })).min(1).max(300) });
export type PhasePlan = z.output<typeof phasePlanSchema>;

export const planChangeSchema = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('added'), unit, month: monthSchema, reason }),
  z.strictObject({ change: z.literal('moved'), unit, month: monthSchema, reason }),
  z.strictObject({ change: z.literal('removed'), unit, reason }),
]);
export type PlanChange = z.output<typeof planChangeSchema>;

const month = z.string().describe('YYYY-MM');

export const phaseSchema = z
  .object({
    phase: z.int(),
    slots: z.array(z.object({ unit: unitRefSchema, month, sessionId: idSchema.nullable().describe('of its live session, once the forum is announced') })).describe('in the order of time'),
    changes: z.array(z.object({ change: forumPlanChangeSchema, unit: unitRefSchema, fromMonth: month.nullable(), toMonth: month.nullable(), reason: z.string(), madeAt: instantSchema })).describe('the oldest first'),
    plannedAt: instantSchema,
  })
  .meta({ id: 'ForumPhase' });
export type PhaseView = z.infer<typeof phaseSchema>;

export const forumPlanSchema = z
  .object({ phases: z.array(phaseSchema), isNextPlanned: z.boolean().describe('whether a phase is announced that has not begun yet; where not, the information office owes one') })
  .meta({ id: 'ForumPlan' });
export type ForumPlanView = z.infer<typeof forumPlanSchema>;
