import { instantSchema, monthSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';

const entry = z.strictObject({ unit: z.strictObject({ code: storableText(64).trim().min(1), name: prose(100).trim() }), month: monthSchema.describe('of the year'), topic: prose(200).trim() });

export const yearSchema = z.coerce.number().int().min(2000).max(2100);
export const interviewPlanBodySchema = z
  .strictObject({ entries: z.array(entry).max(1_000) })
  .refine(({ entries }) => new Set(entries.map((one) => `${one.month} ${one.unit.code}`)).size === entries.length, { path: ['entries'], message: 'names a unit twice in a month' });
export type InterviewPlanBody = z.output<typeof interviewPlanBodySchema>;

const count = z.int().min(0);
export const interviewPlanSchema = z
  .object({
    year: z.int(),
    entries: z.array(z.object({ unit: unitRefSchema, month: monthSchema, topic: z.string() })).describe('by month'),
    changedAt: instantSchema.nullable().describe('null: none was made'),
    coverage: z
      .object({
        units: count.describe('the denominator: all units directly below the city'),
        planned: count,
        held: count.describe('the numerator: with their principal'),
        heldWithoutPrincipal: count,
        unplanned: z.array(unitRefSchema),
      })
      .describe('上线覆盖 of the year'),
  })
  .meta({ id: 'InterviewPlan' });
export type InterviewPlanView = z.infer<typeof interviewPlanSchema>;
