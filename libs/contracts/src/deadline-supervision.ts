import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { channelSchema, dateSchema, endingSchema, endings, idSchema, instantSchema, messageKindSchema, services, storableText, unitRefSchema } from './vocabulary.js';

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

/** Whom an escalation is addressed to; the information office 信息办 first where the message waits for a unit. */
const officeSchema = z.enum(['information-office', 'supervision-office', 'inspection-bureau']);

/**
 * 上报督查: level 1 and 2 to the supervision office, level 3 to the inspection bureau. Without a unit level 1 goes to the information
 * office, which assigns, and the others to the supervision office: the inspection bureau supervises units.
 */
export const escalationRaised = defineEvent(
  'deadline-supervision',
  'escalation.raised',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    messageNumber: z.string().max(40),
    channel: channelSchema,
    unit: unitRefSchema.nullable(),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    to: officeSchema,
    replyDueOn: dateSchema,
    finalDueOn: dateSchema.nullable(),
    raisedAt: instantSchema,
    /** What was not seen to, where that raised it and not the clock: 督办单 not acknowledged or answered, 重大问题 not reported, 二次办理 not answered. */
    cause: z.object({ kind: z.enum(['urging-order', 'major-matter', 'renewal']), id: idSchema }).optional(),
  }),
  ['routing', 'publication'],
);

export const escalationAcknowledged = defineEvent(
  'deadline-supervision',
  'escalation.acknowledged',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    acknowledgedAt: instantSchema,
    acknowledgedBy: z.string().max(200),
  }),
  ['routing', 'publication'],
);

/** An office did not acknowledge it in time: it is addressed to the next one now. */
export const escalationPassedOn = defineEvent(
  'deadline-supervision',
  'escalation.passed-on',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    from: officeSchema,
    to: officeSchema,
    passedOnAt: instantSchema,
  }),
  ['routing'],
);

/** Timely evidence withdrew the overdue that this escalation rests on: nobody need act on it any more. */
export const escalationWithdrawn = defineEvent(
  'deadline-supervision',
  'escalation.withdrawn',
  z.object({
    escalationId: idSchema,
    messageId: idSchema,
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    withdrawnAt: instantSchema,
  }),
  ['routing', 'publication'],
);

/** 督办单, served on a unit; once for each message that it covers. Its 事由 is an officer's, never a citizen's words. */
export const urgingOrderServed = defineEvent(
  'deadline-supervision',
  'urging-order.served',
  z.object({
    urgingOrderId: idSchema,
    messageId: idSchema,
    /** 文号 */
    number: z.string().max(60),
    title: storableText(200),
    /** 主办 and 协办 */
    unit: unitRefSchema,
    coUnits: z.array(unitRefSchema).max(20),
    answerBy: dateSchema,
    servedAt: instantSchema,
  }),
  ['routing', 'publication'],
);

/** 审结 or 撤销: the unit need do nothing more about it. */
export const urgingOrderClosed = defineEvent(
  'deadline-supervision',
  'urging-order.closed',
  z.object({ urgingOrderId: idSchema, messageId: idSchema, outcome: z.enum(['accepted', 'cancelled']), closedAt: instantSchema }),
  ['routing'],
);

/** 移送 to the inspection bureau, once for each message; its 卷宗 can be held against the digest for ever. */
export const referralMade = defineEvent(
  'deadline-supervision',
  'referral.made',
  z.object({
    referralId: idSchema,
    messageId: idSchema,
    /** 文号 */
    number: z.string().max(60),
    unit: unitRefSchema,
    /** SHA-256, in hexadecimal. */
    dossierDigest: z.string().length(64),
    signedAt: instantSchema,
  }),
  [],
);

/** 热点问题: enough people speak of one matter. Its words are for the offices alone and stay behind. */
export const hotIssueRaised = defineEvent(
  'deadline-supervision',
  'hot-issue.raised',
  z.object({
    issueId: idSchema,
    /** When the message was registered that made it one; `raisedOn` is its Asia/Shanghai date. */
    raisedAt: instantSchema,
    raisedOn: dateSchema,
    /** Distinct people: one person's hundred messages count once. */
    people: z.int().positive(),
    messages: z.int().positive(),
    channels: z.array(z.object({ channel: channelSchema, messages: z.int().positive() })),
  }),
  [],
);

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

const serviceSchema = z.enum(services);

/** R04, 件件有交代: the services do not agree about these messages. Once, until {@link conservationRestored}; the list then goes on in `/v1/conservation`. */
export const conservationBroken = defineEvent(
  'deadline-supervision',
  'conservation.broken',
  z.object({
    brokenAt: instantSchema,
    /** How many messages are named. */
    messages: z.int().nonnegative(),
    /** The first of them: what most services hold, and what one holds instead. */
    differences: z
      .array(
        z.object({
          channel: channelSchema,
          date: dateSchema,
          messageId: idSchema,
          service: serviceSchema,
          expected: endingSchema,
          found: z.enum([...endings, 'missing']),
        }),
      )
      .max(100),
    /** Facts whose registration has not come, by service. */
    unregistered: z.array(z.object({ service: serviceSchema, count: z.int().positive() })),
  }),
  [],
);

/** Every message is accounted for again. */
export const conservationRestored = defineEvent(
  'deadline-supervision',
  'conservation.restored',
  z.object({ restoredAt: instantSchema }),
  [],
);

const figureName = z.string().max(60);
const percentSchema = z.string().regex(/^\d+\.\d\d$/).nullable();
const closedFigures = {
  counts: z.record(figureName, z.int().nonnegative()),
  invalidByReason: z.record(z.string().max(100), z.int().nonnegative()),
  rates: z.record(figureName, z.object({ count: z.int().nonnegative(), of: z.int().nonnegative(), percent: percentSchema })),
  stages: z.record(figureName, z.object({ n: z.int().nonnegative(), median: z.int().nullable(), p90: z.int().nullable(), unit: z.string().max(40) })),
  satisfaction: z.object({
    n: z.int().nonnegative(),
    satisfied: z.int().nonnegative(),
    basicallySatisfied: z.int().nonnegative(),
    dissatisfied: z.int().nonnegative(),
    percent: percentSchema,
  }),
};

/** 统计定期: the figures of a month (`2026-09`) or a year (`2026`), which never change again. Each name in them has its definition. */
export const statisticsClosed = defineEvent(
  'deadline-supervision',
  'statistics.closed',
  z.object({
    period: z.string().max(7),
    from: dateSchema,
    to: dateSchema,
    cutOff: instantSchema,
    policyVersions: z.array(z.string().max(200)),
    calendarVersion: z.string().max(100),
    /** SHA-256 of the figures as they are kept. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    definitions: z.array(z.object({ name: figureName, title: z.string().max(40), zh: z.string().max(300), unit: z.string().max(40) })),
    totals: z.object(closedFigures),
    channels: z.array(z.object({ channel: channelSchema, ...closedFigures })),
    kinds: z.array(z.object({ kind: messageKindSchema.nullable(), ...closedFigures })),
    /** Without a unit: messages that wait for one. */
    units: z.array(z.object({ unit: unitRefSchema.nullable(), ...closedFigures })),
  }),
  [],
);
