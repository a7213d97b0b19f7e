import { channelSchema, dateSchema, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { ladderStepSchema } from '../../rulebook/policy/policy.rules.js';

const datesSchema = z.object({
  dueOn: dateSchema.nullable().describe('the due date in force'),
  finalDueOn: dateSchema.nullable().describe('最迟答复日: the cap'),
  provisional: z.boolean(),
});

const changeSchema = z.object({
  messageId: idSchema,
  messageNumber: z.string(),
  channel: channelSchema,
  unit: unitRefSchema.nullable(),
  from: datesSchema,
  to: datesSchema,
  withdrawn: z.array(ladderStepSchema).describe('steps that were done and would no longer stand'),
});

export const previewSchema = pageOf(changeSchema)
  .extend({
    preview: z.string().nullable().describe('confirms exactly these moves; on the first page'),
    totals: z
      .object({
        deadlines: z.int().describe('open deadlines that were looked at'),
        moved: z.int(),
        earlier: z.int(),
        later: z.int(),
        becomeFirm: z.int().describe('provisional until now'),
        withdrawnSteps: z.int(),
      })
      .nullable()
      .describe('on the first page'),
  })
  .meta({ id: 'MovePreview' });

export const previewPageSchema = z.object(pageQuery(idSchema, { limit: 100, atMost: 500 }));
export type PreviewPage = z.output<typeof previewPageSchema>;

export const recalculationSchema = z
  .object({
    id: idSchema,
    channel: channelSchema,
    version: z.string(),
    registeredUntil: instantSchema,
    deadlines: z.int(),
    moved: z.int(),
    confirmedAt: instantSchema,
    finishedAt: instantSchema.nullable().describe('null while deadlines are still being moved'),
  })
  .meta({ id: 'Recalculation' });
