import { channelSchema, dateSchema, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { ladderStepSchema } from '../../rulebook/policy/policy.rules.js';

const datesSchema = z.object({
  dueOn: dateSchema.nullable().describe('the due date in force'),
  finalDueOn: dateSchema.nullable().describe('最迟答复日: the cap'),
  provisional: z.boolean(),
});

export const previewSchema = z
  .object({
    preview: z.string().nullable().describe('confirms exactly these moves; on the first page'),
    totals: z
      .object({
        clocks: z.int().describe('open deadlines that were looked at'),
        moved: z.int(),
        earlier: z.int(),
        later: z.int(),
        becomeFirm: z.int().describe('provisional until now'),
        withdrawnSteps: z.int(),
      })
      .nullable()
      .describe('on the first page'),
    clocks: z.array(
      z.object({
        messageId: idSchema,
        messageNumber: z.string(),
        channel: channelSchema,
        unit: unitRefSchema.nullable(),
        from: datesSchema,
        to: datesSchema,
        withdrawn: z.array(ladderStepSchema).describe('steps that were done and would no longer stand'),
      }),
    ),
    next: idSchema.nullable().describe('goes into `after`; null on the last page'),
  })
  .meta({ id: 'MovePreview' });

export const previewPageSchema = z.object({
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const recalculationSchema = z
  .object({
    id: idSchema,
    channel: channelSchema,
    version: z.string(),
    registeredUntil: instantSchema,
    clocks: z.int(),
    moved: z.int(),
    confirmedAt: instantSchema,
    finishedAt: instantSchema.nullable().describe('null while deadlines are still being moved'),
  })
  .meta({ id: 'Recalculation' });
