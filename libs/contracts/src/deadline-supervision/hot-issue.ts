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
