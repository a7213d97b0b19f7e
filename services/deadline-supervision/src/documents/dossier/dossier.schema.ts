import { channelSchema, dateSchema, endingSchema, idSchema, instantSchema, messageKindSchema, services, unitRefSchema, visibilitySchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { phases } from '../../deadline/deadline.rules.js';

export const entrySchema = z.object({
  at: instantSchema,
  what: z.string(),
  zh: z.string(),
  by: z.string().nullable().describe('a unit, a person’s subject at the issuer, `rule`, or a service'),
  rule: z.object({ requirement: z.string(), zh: z.string(), policyVersion: z.string().nullable() }).nullable(),
  details: z.looseObject({}),
  proof: z.object({
    service: z.enum(services),
    id: z.string().describe('of the event, of the escalation, or of the document'),
    sequence: z.int().nullable().describe('the event’s, as its owner counts; of a document, the place of the act'),
  }),
});
export type Entry = z.infer<typeof entrySchema>;

/** What the digest is taken of. */
export const contentSchema = z.object({
  messageId: idSchema,
  messageNumber: z.string(),
  channel: channelSchema,
  kind: messageKindSchema.nullable(),
  visibility: visibilitySchema,
  asOf: instantSchema,
  deadline: z.object({
    registeredAt: instantSchema,
    registeredOn: dateSchema,
    replyDueOn: dateSchema.nullable(),
    dueOn: dateSchema.nullable(),
    finalDueOn: dateSchema.nullable(),
    provisional: z.boolean(),
    phase: z.enum(phases),
    ending: endingSchema,
    unit: unitRefSchema.nullable(),
    overdueSince: instantSchema.nullable(),
    submittedAt: instantSchema.nullable(),
    publishedAt: instantSchema.nullable(),
    submittedInTime: z.boolean().nullable(),
    publishedInTime: z.boolean().nullable(),
    policyVersion: z.string(),
    calendarVersion: z.string(),
    sentence: z.object({ zh: z.string(), en: z.string() }),
  }),
  timeline: z.array(entrySchema),
});
export type DossierContent = z.infer<typeof contentSchema>;

export const dossierSchema = contentSchema.extend({ digest: z.string().describe('SHA-256 of everything else, as canonical JSON: keys sorted, no space') }).meta({ id: 'Dossier' });
export type Dossier = z.infer<typeof dossierSchema>;
