import { dateSchema, idSchema, instantSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { allowedActionSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { actSchema } from '../document/acts.js';
import { dossierSchema } from '../dossier/dossier.schema.js';
import { referralActions, referralStates } from './referral.rules.js';

/** What an officer writes of a referral; it may be unfinished until it is signed. */
export const referralDraftSchema = z.strictObject({
  title: prose(200),
  unit: storableText(64).min(1).nullable().default(null).describe('code of the unit whose handling is referred'),
  messageIds: z.array(idSchema).max(100).refine((ids) => new Set(ids).size === ids.length, { message: 'names a message twice' }).default([]),
  delay: prose(4_000).nullable().default(null).describe('久拖不予解决: how it was delayed'),
  impact: prose(4_000).nullable().default(null).describe('造成重大影响: what came of it'),
  proposal: prose(2_000).nullable().default(null).describe('处理建议'),
  copies: z.array(prose(100)).max(20).default([]).describe('抄送'),
});
export type ReferralDraft = z.output<typeof referralDraftSchema>;

export const outcomeSchema = z.strictObject({ outcome: prose(4_000).describe('处理结果'), decidedOn: dateSchema });

export const referralSummarySchema = z
  .object({
    id: idSchema,
    state: z.enum(referralStates),
    origin: z.enum(['office', 'ladder']),
    number: z.string().nullable().describe('文号, from the signature on'),
    title: z.string(),
    unit: unitRefSchema.nullable(),
    messageIds: z.array(idSchema),
    signatory: z.string().nullable(),
    signedAt: instantSchema.nullable(),
    draftedAt: instantSchema,
    endedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ReferralSummary' });

export const referralSchema = referralSummarySchema
  .extend({
    delay: z.string().nullable(),
    impact: z.string().nullable(),
    proposal: z.string().nullable(),
    copies: z.array(z.string()),
    dossiers: z.array(z.object({ messageId: idSchema, digest: z.string() })).describe('卷宗, kept at the signature'),
    outcome: z.object({ outcome: z.string(), decidedOn: dateSchema }).nullable(),
    history: z.array(actSchema),
    allowedActions: z.array(allowedActionSchema('AllowedReferralAction', referralActions)),
  })
  .meta({ id: 'Referral' });

export const keptDossierSchema = z.object({
  dossier: dossierSchema,
  check: z.object({
    digestHolds: z.boolean().describe('it is what was signed'),
    missing: z.int().describe('of its entries, those that today’s record no longer has'),
  }),
});
