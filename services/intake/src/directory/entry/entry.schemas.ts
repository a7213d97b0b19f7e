import { channelSchema, dateSchema, idSchema, instantSchema, officialSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { connectionSchema, sourceAddressSchema } from '../source/directory-source.schemas.js';
import type { DirectoryEntry } from './entry.entity.js';
import { entryKinds, type EntryContent } from './entry.rules.js';

const fields = {
  name: prose(60).trim().describe('as the public reads it: 市长信箱; of an account its name on the platform'),
  unit: storableText(64).trim().min(1).describe('code of the unit whose it is'),
  holder: z.strictObject({ name: prose(50).trim(), post: prose(100).trim() }).nullable().default(null).describe('负责人 in whose name it is kept; public'),
  clerk: storableText(200).trim().min(1).nullable().default(null).describe('网管员 who looks after it, by the id of the registry of people; not public'),
  note: prose(1_000).trim().nullable().default(null).describe('not public'),
};

const openedOn = dateSchema.describe('since when it is public, today at the latest');

export const newEntrySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mailbox'), address: z.email().max(254).toLowerCase(), ...fields, openedOn }),
    z.strictObject({ kind: z.literal('microblog'), address: z.string().regex(/^\d{1,20}$/).describe('uid of the account on the platform'), ...fields, openedOn }),
    z.strictObject({ kind: z.literal('integration'), address: channelSchema.describe('the channel that it feeds'), ...fields, openedOn }),
  ])
  .describe('there is one open entry for an address');
export type NewEntry = z.output<typeof newEntrySchema>;

export const changedEntrySchema = z.strictObject({ ...fields, openedOn, version: z.int().min(1).describe('the one that was looked at') });
export type ChangedEntry = z.output<typeof changedEntrySchema>;

export const entryClosingSchema = z.strictObject({ reason: prose(500).trim().describe('not public') });

export const entryPageSchema = z.object({
  state: z.enum(['open', 'closed']).default('open'),
  ...pageQuery(z.uuid(), { limit: 100, atMost: 500 }),
});
export type EntryPage = z.output<typeof entryPageSchema>;

export const unregisteredPageSchema = z.object(pageQuery(z.string().regex(/^[a-z]{1,20} [^\u0000]{1,254}$/), { limit: 100, atMost: 500 }));
export type UnregisteredPage = z.output<typeof unregisteredPageSchema>;

export const entrySchema = z
  .object({
    entryId: idSchema,
    kind: z.enum(entryKinds),
    address: z.string(),
    name: z.string(),
    unit: unitRefSchema,
    unitRemoved: z.boolean().describe('the registry has removed the unit: nobody is shown the entry, and somebody has to say whose it is'),
    holder: officialSchema.nullable(),
    clerk: z.string().nullable(),
    note: z.string().nullable(),
    openedOn: dateSchema,
    closedOn: dateSchema.nullable(),
    closingReason: z.string().nullable(),
    version: z.int(),
    changedAt: instantSchema,
    changedBy: z.string(),
    connection: connectionSchema.nullable().describe('null: the platform is not connected with it'),
  })
  .meta({ id: 'DirectoryEntry' });
export type EntryView = z.output<typeof entrySchema>;

export const unregisteredSchema = sourceAddressSchema.extend({ connection: connectionSchema }).meta({ id: 'UnregisteredSource' });
export type UnregisteredView = z.output<typeof unregisteredSchema>;

export const contentFrom = ({ name, unit, holder, clerk, note, openedOn: since }: Omit<ChangedEntry, 'version'>): EntryContent => ({
  name, unitCode: unit, holderName: holder?.name ?? null, holderPost: holder?.post ?? null, clerk, note, openedOn: since,
});

export const holderOf = ({ holderName, holderPost }: Pick<DirectoryEntry, 'holderName' | 'holderPost'>) => (holderName === null ? null : { name: holderName, post: holderPost ?? '' });
