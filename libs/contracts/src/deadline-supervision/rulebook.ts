import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, instantSchema } from '../vocabulary.js';

const policyVersion = { channel: channelSchema, version: z.string().max(100) };
const policyDays = z.int().nonnegative();

/** 时限规则: a channel's policy has a new version, in force for what is registered from that day on. */
export const policyChanged = defineEvent(
  'deadline-supervision',
  'policy.changed',
  z.object({
    ...policyVersion,
    effectiveFrom: dateSchema,
    changedAt: instantSchema,
    replyWorkingDays: policyDays,
    finalWorkingDays: policyDays,
    extensionWithinWorkingDays: policyDays,
    extensions: policyDays,
    closeOfBusiness: z.string().max(5),
    reviewWorkingDays: policyDays,
    ladder: z.array(
      z.object({
        step: z.string().max(40),
        from: z.enum(['due', 'final']),
        workingDays: z.int(),
        at: z.string().max(5),
        issue: z.enum(['automatic', 'on-signature']),
      }),
    ),
  }),
  [],
);

/** An administrator has confirmed that open deadlines are moved to this version; `deadline.moved` tells of each. */
export const policyApplied = defineEvent(
  'deadline-supervision',
  'policy.applied',
  z.object({
    ...policyVersion,
    registeredUntil: instantSchema,
    /** Open deadlines that were looked at; the name is older than the word. */
    clocks: z.int().nonnegative(),
    /** Of them those whose dates change. */
    moved: z.int().nonnegative(),
    appliedAt: instantSchema,
  }),
  [],
);

/** 节假日安排: a year's notice of the State Council was loaded, or amended. */
export const calendarChanged = defineEvent(
  'deadline-supervision',
  'calendar.changed',
  z.object({
    year: z.int(),
    name: z.string().max(200),
    number: z.string().max(40),
    papers: z.array(z.string().max(500)),
    /** The whole year, amendments merged. */
    days: z.array(z.object({ name: z.string().max(50), date: dateSchema, isOffDay: z.boolean(), paper: z.string().max(500).optional() })),
    revision: z.int().positive(),
    calendarVersion: z.string().max(100),
    changedAt: instantSchema,
  }),
  ['intake', 'routing', 'publication'],
);
