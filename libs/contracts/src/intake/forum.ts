import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { forumLotSchema, forumPlanChangeSchema, idSchema, instantSchema, monthSchema, storableText, unitRefSchema } from '../vocabulary.js';

/** 一期网民座谈会, as it stands now: which units, in which months, and what was changed since it was announced, with the reasons. The latest `sequence` holds. */
export const forumPhaseChanged = defineEvent(
  'intake',
  'forum-phase.changed',
  z.object({
    phase: z.int().positive(),
    /** Each unit once, in the order of time. */
    slots: z.array(z.object({ unit: unitRefSchema, month: monthSchema, sessionId: idSchema.nullable() })),
    /** The oldest first. */
    changes: z.array(
      z.object({ change: forumPlanChangeSchema, unit: unitRefSchema, fromMonth: monthSchema.nullable(), toMonth: monthSchema.nullable(), reason: storableText(500), madeAt: instantSchema }),
    ),
    plannedAt: instantSchema,
  }),
  ['publication'],
);

/** 网民座谈会, as the public may know it now. Of those who signed up nothing but the code that each was given. The latest `sequence` holds. */
export const forumChanged = defineEvent(
  'intake',
  'forum.changed',
  z.object({
    sessionId: idSchema,
    sessionNumber: z.string().min(1).max(40),
    phase: z.int().positive(),
    title: storableText(200),
    unit: unitRefSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    state: z.enum(['scheduled', 'postponed', 'cancelled']),
    /** Why it was postponed or cancelled. */
    reason: storableText(500).nullable(),
    place: storableText(200),
    seats: z.int().positive(),
    /** 名额: of the seats, those that are kept for a group. */
    groups: z.array(z.object({ name: storableText(50), seats: z.int().nonnegative() })),
    signUp: z.object({ from: instantSchema, until: instantSchema }),
    /** SHA-256 of the seed, told before anybody signs up. */
    commitment: z.string().regex(/^[0-9a-f]{64}$/),
    /** 抽签, once it was done: the seed, and the codes in the order of the lot. */
    draw: z
      .object({ seed: z.string().regex(/^[0-9a-f]{64}$/), drawnAt: instantSchema, entries: z.array(z.object({ code: storableText(20), group: storableText(50), lot: forumLotSchema })) })
      .nullable(),
    /** 纪要, once it was published. */
    minutes: z
      .object({
        invited: z.int().nonnegative(),
        attended: z.int().nonnegative(),
        /** 主要负责同志: present, or who came in their place, and why. */
        principal: z.object({ isPresent: z.boolean(), name: storableText(50), post: storableText(100), reason: storableText(500).nullable() }),
        summary: storableText(5_000),
        /** Each was answered on the spot, or became the message of this number. */
        points: z.array(z.object({ topic: storableText(100), opinion: storableText(2_000), answer: storableText(2_000).nullable(), messageNumber: z.string().max(40).nullable() })),
        publishedAt: instantSchema,
      })
      .nullable(),
    announcedAt: instantSchema,
  }),
  ['publication'],
);
