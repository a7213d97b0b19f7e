import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { dateSchema, idSchema, instantSchema, officialSchema, publishedEntryKindSchema, storableText, unitRefSchema } from '../vocabulary.js';

/** 信箱、账号名录: an entry as the public may know it, as it stands now. The latest `sequence` holds. */
export const directoryEntryChanged = defineEvent(
  'intake',
  'directory-entry.changed',
  z.object({
    entryId: idSchema,
    kind: publishedEntryKindSchema,
    /** What it is called: 市长信箱; of an account its name on the platform. */
    name: storableText(60),
    /** The mailbox's address; the account's uid on the platform. */
    address: storableText(254),
    unit: unitRefSchema,
    /** 负责人 in whose name it is kept, by office. */
    holder: officialSchema.nullable(),
    openedOn: dateSchema,
    /** 停用: from that day it is no more. */
    closedOn: dateSchema.nullable(),
    changedAt: instantSchema,
  }),
  ['publication'],
);
