import { channelSchema, idSchema, instantSchema, prose, storableText } from '@wenzheng/contracts';
import { pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { keyOrigins, keyStates } from './channel-key.rules.js';

export const channelKeySchema = z
  .object({
    keyId: idSchema,
    channel: channelSchema,
    label: z.string().describe('whom it was given to'),
    origin: z.enum(keyOrigins).describe('`configured`: it comes from `CHANNEL_KEYS`, and ends with its place there'),
    sandbox: z.boolean().describe('测试密钥: what comes with it is checked and answered, and registered nowhere'),
    state: z.enum(keyStates).describe('`replaced`: good beside its successor until `endsAt`'),
    madeAt: instantSchema,
    madeBy: z.string().nullable(),
    perSecond: z.int().nullable().describe('配额: messages a second at one replica'),
    perDay: z.int().nullable().describe('配额: messages on a business date'),
    lastUsedAt: instantSchema.nullable().describe('to the minute'),
    endsAt: instantSchema.nullable(),
    revokedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ChannelKey' });
export type ChannelKeyView = z.infer<typeof channelKeySchema>;

export const madeKeySchema = z.object({ key: channelKeySchema, secret: z.string().describe('shown this once') }).meta({ id: 'MadeChannelKey' });
export type MadeKey = z.infer<typeof madeKeySchema>;

export const newKeySchema = z.strictObject({ label: storableText(100).trim().min(1), sandbox: z.boolean().default(false).describe('测试密钥, to try the interface with') });
export const quotaSchema = z.strictObject({ perSecond: z.int().min(1).max(10_000).nullable(), perDay: z.int().min(1).max(100_000_000).nullable() });
export type Quota = z.output<typeof quotaSchema>;
export const rotationSchema = z.strictObject({ overlapHours: z.number().min(0).max(168).default(24) });
export const revocationSchema = z.strictObject({ reason: prose(500) });
export const keyListSchema = z.object(pageQuery(idSchema, { limit: 100, atMost: 500 }));
