import { channelSchema, dateSchema, endingSchema, idSchema, instantSchema, invalidityGroundSchema, messageKindSchema, ratingSchema, replyResultSchema, sessionChannelSchema, unitRefSchema, visibilitySchema } from '@wenzheng/contracts';
import type { BeforeJson } from '@wenzheng/platform';
import { z } from 'zod';
import { phases } from '../deadline.rules.js';
import { dayZeroCauses } from '../session/session.rules.js';
import { ladderStepSchema, policyValueSchema } from '../../rulebook/policy/policy.rules.js';

const firedStepSchema = z.object({
  step: ladderStepSchema,
  dueAt: instantSchema,
  firedAt: instantSchema,
  withdrawnAt: instantSchema.nullable(),
});
export type FiredStep = BeforeJson<z.infer<typeof firedStepSchema>>;

const twoLanguages = z.object({ zh: z.string(), en: z.string() });

const datesSchema = z.object({
  messageId: idSchema,
  registeredAt: instantSchema,
  registeredOn: dateSchema,
  dayZero: z
    .object({
      on: dateSchema.describe('from this day the days are counted'),
      because: z.enum(dayZeroCauses).describe('what is asked before or during a live session counts from its day, or from that of its cancellation'),
      session: z
        .object({
          sessionId: idSchema, number: z.string(), channel: sessionChannelSchema, firstOn: dateSchema.describe('as it was first announced'), countsFrom: dateSchema.describe('the day that it gives its questions, unless it is cancelled'), startsAt: instantSchema,
          endsAt: instantSchema, isPostponed: z.boolean(), cancelledAt: instantSchema.nullable(),
        })
        .nullable(),
      ...twoLanguages.shape,
    })
    .describe('第0天, and why it is that day'),
  replyDueOn: dateSchema.nullable().describe('应答复日, before any extension'),
  dueOn: dateSchema.nullable().describe('the due date in force'),
  finalDueOn: dateSchema.nullable().describe('最迟答复日: the cap'),
  provisional: z.boolean().describe('a notice not loaded may still change the due date in force'),
  policyVersion: z.string(),
  calendarVersion: z.string(),
});

/** How a message's deadline stands now, with what has been done about it. */
export const deadlineSchema = datesSchema
  .extend({
    messageNumber: z.string(),
    channel: channelSchema,
    kind: messageKindSchema.nullable(),
    visibility: visibilitySchema,
    historical: z.boolean(),
    noticeDueOn: dateSchema.nullable().describe('an extension notice is timely until the end of this day'),
    closeOfBusiness: z.string().describe('when a day ends, HH:MM in Shanghai'),
    unit: unitRefSchema.nullable(),
    extension: z
      .object({
        extensionId: idSchema,
        submittedAt: instantSchema,
        publishedAt: instantSchema.nullable(),
        newDueOn: dateSchema.describe('as the unit promised it'),
        timely: z.boolean(),
        inForceUntil: dateSchema.nullable(),
      })
      .nullable(),
    interimPublishedAt: instantSchema.nullable(),
    ending: endingSchema,
    endedAt: instantSchema.nullable(),
    invalidityGround: invalidityGroundSchema.nullable().describe('why it was ruled invalid'),
    rating: ratingSchema.nullable(),
    ratedAfterReading: z.boolean().nullable().describe('somebody had read who the writer is before'),
    result: replyResultSchema.nullable().describe('what the unit says has come of it'),
    phase: z.enum(phases),
    overdueAt: instantSchema.nullable().describe('from when on it is, or will be, overdue'),
    overdueSince: instantSchema.nullable(),
    submittedAt: instantSchema.nullable(),
    publishedAt: instantSchema.nullable(),
    reviewDueOn: dateSchema.nullable(),
    submittedInTime: z.boolean().nullable(),
    publishedInTime: z.boolean().nullable(),
    withinReplyDue: z.boolean().nullable(),
    withinFinalDue: z.boolean().nullable(),
    workingDaysToAssignment: z.int().nullable().describe('to the first assignment, or to the answer where that was submitted earlier'),
    workingDaysToSubmission: z.int().nullable(),
    workingDaysToPublication: z.int().nullable(),
    steps: z.array(z.object({ step: ladderStepSchema, at: instantSchema, issue: z.literal('on-signature').optional().describe('it is drafted, for an officer to sign') })).describe('what the ladder holds for it'),
    fired: z.array(firedStepSchema).describe('what was done'),
    sentence: twoLanguages,
  })
  .meta({ id: 'Deadline' });

const daySchema = z.object({
  date: dateSchema,
  weekday: z.int().min(1).max(7),
  kind: z.enum(['workingDay', 'weekend', 'holiday', 'makeUpWorkingDay']),
  name: z.string().optional().describe('the festival'),
  noticeYear: z.int().optional(),
  paper: z.string().optional().describe('address of the State Council’s notice'),
  provisional: z.boolean(),
  counted: z.boolean(),
  ordinal: z.int().optional().describe('0 on day zero, then on the days that count'),
  marks: z.array(z.enum(['reply-due', 'extended-due', 'final-due'])),
  ...twoLanguages.shape,
});

/** Day by day from day zero to the cap. */
export const explanationSchema = datesSchema
  .extend({
    rules: z.array(policyValueSchema(z.union([z.int(), z.string()]))),
    notices: z.array(
      z.object({ year: z.int(), paper: z.string().describe('address'), number: z.string().nullable().describe('文号, where it is known'), ...twoLanguages.shape }),
    ),
    days: z.array(daySchema),
  })
  .meta({ id: 'DeadlineExplanation' });
