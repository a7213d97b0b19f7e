import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { instantSchema, storableText } from '../vocabulary.js';

/** 回读 of what an account has said on the microblog: how all of the last thirty days stands there. The latest `sequence` holds. Times are real time. */
export const commentsReadBack = defineEvent(
  'intake',
  'comments.read-back',
  z.object({
    /** Of the account. */
    name: storableText(40),
    readAt: instantSchema,
    /** `read` of those that were said have been looked for, `standing` of them stood at the last look, and `gone` were missing at two; the rest is looked for once more. */
    last30Days: z.object({ said: z.int().min(0), read: z.int().min(0), standing: z.int().min(0), gone: z.int().min(0) }),
  }),
  ['publication'],
);
