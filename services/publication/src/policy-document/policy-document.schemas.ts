import { dateSchema, prose } from '@wenzheng/contracts';
import { pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { documentNumber } from './citations.rules.js';

const instant = z.iso.datetime({ offset: true });
const nameSchema = prose(200);

export const documentStates = ['in-force', 'not-yet', 'repealed'] as const;

/** What the office says of a document. */
export const documentContentSchema = z
  .strictObject({
    number: z.string().max(60).refine((text) => documentNumber(text) !== null, { message: 'is no number of a document, such as 淮府办〔2011〕118号' }).nullable().default(null).describe('文号'),
    title: nameSchema,
    otherTitles: z.array(nameSchema).max(10).default([]).describe('other titles by which replies cite it'),
    issuer: prose(100).describe('制发机关'),
    issuedOn: dateSchema,
    effectiveOn: dateSchema.nullable().default(null).describe('施行日期, where it says one'),
    repealedOn: dateSchema.nullable().default(null).describe('废止日期'),
    repealedBy: nameSchema.nullable().default(null).describe('废止依据'),
    url: z.url({ protocol: /^https?$/ }).max(500).nullable().default(null).describe('where its original stands'),
    text: prose(100_000).nullable().default(null),
  })
  .refine(({ url, text }) => url !== null || text !== null, { message: 'give the text, or where the original stands', path: ['text'] })
  .refine(({ repealedOn, repealedBy }) => repealedOn !== null || repealedBy === null, { message: 'goes with repealedOn', path: ['repealedBy'] });
export type DocumentContent = z.output<typeof documentContentSchema>;

export const entrySchema = z.strictObject({ content: documentContentSchema, reason: prose(500) });
export const changeSchema = entrySchema.extend({ version: z.int().min(1).describe('of which it is a change') });

export const documentSummarySchema = z.object({
  id: z.uuid(),
  url: z.url().describe('its page'),
  number: z.string().nullable(),
  title: z.string(),
  issuer: z.string(),
  issuedOn: dateSchema,
  effectiveOn: dateSchema.nullable(),
  repealedOn: dateSchema.nullable(),
  repealedBy: z.string().nullable(),
  state: z.enum(documentStates),
});
export const documentSchema = documentSummarySchema
  .extend({ otherTitles: z.array(z.string()), source: z.url().nullable().describe('where its original stands'), text: z.string().nullable(), version: z.int(), changedAt: instant })
  .meta({ id: 'PolicyDocument' });

/** What a form sends for a field that was left empty. */
const absent = (value: unknown) => (typeof value === 'string' ? value.trim() || undefined : value);

export const documentFilterSchema = z.strictObject({ q: z.preprocess(absent, prose(50).optional()).describe('in number or title'), state: z.preprocess(absent, z.enum(['in-force', 'repealed']).optional()), ...pageQuery(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/), { limit: 20, atMost: 100 }) });

export const unresolvedListSchema = z.object(pageQuery(z.string().regex(/^[A-Za-z0-9_-]{1,120}$/), { limit: 50, atMost: 200 }));
export const unresolvedSchema = z
  .object({ replyId: z.uuid(), messageNumber: z.string(), unit: z.object({ code: z.string(), name: z.string() }), publishedAt: instant, numbers: z.array(z.string()).describe('文号 as they stand in the reply') })
  .meta({ id: 'UnresolvedCitation' });
