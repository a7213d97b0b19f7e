import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { instantSchema, monthSchema, storableText, unitRefSchema } from '../vocabulary.js';

/** 在线访谈年度计划, as it stands now. The latest `sequence` holds. */
export const interviewPlanChanged = defineEvent(
  'intake',
  'interview-plan.changed',
  z.object({
    year: z.int().min(2000).max(2100),
    entries: z.array(z.object({ unit: unitRefSchema, month: monthSchema, topic: storableText(200) })),
    changedAt: instantSchema,
  }),
  ['publication'],
);
