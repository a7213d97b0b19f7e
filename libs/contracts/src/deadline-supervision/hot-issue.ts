import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, idSchema, instantSchema } from '../vocabulary.js';

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

/**
 * 热点问题 as it stands now: after what an officer decided and, of a confirmed one, as it grows. Its title is the officer's own, and until there is one nothing of it is for the public:
 * what its people share may be the words of private messages. Nor are there days or channels: whoever reads them could find the private messages among them.
 */
export const hotIssueChanged = defineEvent(
  'deadline-supervision',
  'hot-issue.changed',
  z.object({
    issueId: idSchema,
    state: z.enum(['raised', 'confirmed', 'dismissed', 'merged']),
    mergedInto: idSchema.nullable(),
    title: z.string().max(200).nullable(),
    confirmedAt: instantSchema.nullable(),
    /** Distinct people: one person's hundred messages count once. */
    people: z.int().nonnegative(),
    messages: z.int().nonnegative(),
    /** How closely what they wrote hangs together, in thousandths, as it was when it was raised or, if higher, later. */
    cohesion: z.int().nonnegative(),
    /** The numbers of the rule, with which it compares. */
    rule: z.object({ version: z.string().max(40), people: z.int().positive(), windowDays: z.int().positive(), cohesion: z.int().positive() }),
    /** Those of its messages whose writers made them public, the newest where there are very many. */
    messageIds: z.array(idSchema).max(5_000),
    changedAt: instantSchema,
  }),
  ['publication'],
);
