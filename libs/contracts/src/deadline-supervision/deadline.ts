import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, endingSchema, idSchema, instantSchema, unitRefSchema } from '../vocabulary.js';

const dueDates = {
  /** 应答复日: the day by whose end the reply is due. Null only where it cannot be known at all. */
  replyDueOn: dateSchema.nullable(),
  /** 最迟答复日: the cap, 最长办理时限不得超过10个工作日. */
  finalDueOn: dateSchema.nullable(),
  /** The dates reach into a year whose notice is not loaded. */
  provisional: z.boolean(),
  /** An extension notice is timely if it was submitted by the end of this day; absent from what was written before it was told. */
  noticeDueOn: dateSchema.nullable().optional(),
  /** When a day ends for this message, HH:MM in Shanghai; absent likewise. */
  closeOfBusiness: z.string().max(5).optional(),
  /** The day from which its days are counted: that of registration or, of a question in a live session, the session's. Absent likewise. */
  dayZero: dateSchema.optional(),
};

export const deadlineOpened = defineEvent(
  'deadline-supervision',
  'deadline.opened',
  z.object({
    messageId: idSchema,
    channel: channelSchema,
    registeredAt: instantSchema,
    ...dueDates,
    policyVersion: z.string().max(100),
    calendarVersion: z.string().max(100),
  }),
  ['routing', 'publication'],
);

export const deadlineMoved = defineEvent(
  'deadline-supervision',
  'deadline.moved',
  z.object({
    messageId: idSchema,
    ...dueDates,
    /** 应答复日 without an extension; `replyDueOn` is the date in force. Absent likewise. */
    unextendedDueOn: dateSchema.nullable().optional(),
    cause: z.enum(['extension', 'calendar', 'policy', 'session']),
  }),
  ['routing', 'publication'],
);

export const deadlineOverdue = defineEvent(
  'deadline-supervision',
  'deadline.overdue',
  z.object({
    messageId: idSchema,
    unit: unitRefSchema.nullable(),
    /** The instant at which the due day ended. */
    overdueSince: instantSchema,
    replyDueOn: dateSchema,
    finalDueOn: dateSchema.nullable(),
  }),
  ['routing', 'publication'],
);

/** Timely evidence arrived late: the overdue and what it caused no longer stand. */
export const deadlineOverdueWithdrawn = defineEvent(
  'deadline-supervision',
  'deadline.overdue-withdrawn',
  z.object({ messageId: idSchema, withdrawnAt: instantSchema }),
  ['routing', 'publication'],
);

export const deadlineClosed = defineEvent(
  'deadline-supervision',
  'deadline.closed',
  z.object({
    messageId: idSchema,
    ending: endingSchema.exclude(['open']),
    closedAt: instantSchema,
    /** Working days from day zero to submission and to publication; null where there was no reply. */
    workingDaysToSubmission: z.int().nonnegative().nullable(),
    workingDaysToPublication: z.int().nonnegative().nullable(),
    submittedInTime: z.boolean().nullable(),
    publishedInTime: z.boolean().nullable(),
    /** Of the calendar by which it was counted, and is explained for ever; absent from what was written before it was told. */
    calendarVersion: z.string().max(100).optional(),
  }),
  ['routing', 'publication'],
);

/** 提醒 one working day before the due date and 催办 when overdue: to the unit, once each. */
export const reminderIssued = defineEvent(
  'deadline-supervision',
  'reminder.issued',
  z.object({
    messageId: idSchema,
    unit: unitRefSchema.nullable(),
    step: z.enum(['reminder', 'urging']),
    replyDueOn: dateSchema,
    issuedAt: instantSchema,
    /** 二次办理: whose date it is about; absent: the message's own. */
    renewalId: idSchema.optional(),
  }),
  ['routing', 'publication'],
);
