import { dateSchema, idSchema, instantSchema, prose, unitRefSchema } from '@wenzheng/contracts';
import { allowedActionSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { actSchema } from '../document/acts.js';
import { matterActions, matterStates } from './major-matter.rules.js';

export const flagSchema = z.strictObject({ messageId: idSchema, reason: prose(2_000).describe('why it is a major matter') });
export const reportSchema = z.strictObject({ report: prose(8_000).describe('what the municipal government is told') });
export const receiptSchema = z.strictObject({
  receivedBy: prose(100).describe('who received it'),
  receivedOn: dateSchema,
  reference: prose(100).nullable().default(null).describe('收文编号'),
  instruction: prose(2_000).nullable().default(null).describe('批示'),
});

export const matterSummarySchema = z
  .object({
    id: idSchema,
    messageId: idSchema,
    messageNumber: z.string(),
    state: z.enum(matterStates),
    unit: unitRefSchema.nullable(),
    reason: z.string(),
    flaggedAt: instantSchema,
    dueOn: dateSchema.nullable().describe('to be reported by the end of this day'),
    number: z.string().nullable().describe('文号 of the report'),
    signatory: z.string().nullable(),
    reportedAt: instantSchema.nullable(),
    receivedAt: instantSchema.nullable().describe('when the receipt was recorded'),
    lapsedAt: instantSchema.nullable().describe('when it was escalated that nobody had reported it'),
  })
  .meta({ id: 'MajorMatterSummary' });

export const matterSchema = matterSummarySchema
  .extend({
    report: z.string().nullable(),
    receipt: receiptSchema.extend({ reference: z.string().nullable(), instruction: z.string().nullable() }).nullable(),
    history: z.array(actSchema),
    allowedActions: z.array(allowedActionSchema('AllowedMajorMatterAction', matterActions)),
  })
  .meta({ id: 'MajorMatter' });
