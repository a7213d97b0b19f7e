import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, instantSchema, probeFailures, probeWays, storableText } from '../vocabulary.js';

/** 探测 of one way into a channel, and how it stands since. The latest `sequence` holds. Times are real time. */
export const channelProbed = defineEvent(
  'intake',
  'channel.probed',
  z.object({
    channel: channelSchema,
    connector: z.string().min(1).max(40),
    /** Of the mailbox or account; else the channel. */
    name: storableText(40),
    /** Of a mailbox, as people read it. */
    title: storableText(60).nullable(),
    way: z.enum(probeWays),
    /** Seconds between two probes. */
    everySeconds: z.int().positive(),
    probedAt: instantSchema,
    /** Null: it arrived. */
    failure: z.enum(probeFailures).nullable(),
    /** All probes of its day, this one included. */
    day: z.object({ date: dateSchema, probes: z.int().positive(), arrived: z.int().min(0) }),
    lastFailure: z.object({ at: instantSchema, failure: z.enum(probeFailures) }).nullable(),
  }),
  ['publication'],
);
