import { idSchema, instantSchema, prose } from '@wenzheng/contracts';
import { z } from 'zod';
import { countNames } from '../figures/definitions.js';

export const correctionSchema = z.object({
  correctionId: idSchema,
  number: z.int().nullable().describe('第几次更正; null while it is being counted, and where the count changed no figure'),
  reason: z.string(),
  by: z.string().describe("the person's subject at the issuer"),
  askedAt: instantSchema,
  countedAt: instantSchema.nullable(),
  events: z.int().describe('of before the cut-off that were heard after it and are counted in'),
  changes: z.partialRecord(z.enum(countNames), z.object({ before: z.int(), after: z.int() })).nullable().describe('of the totals; null while it is being counted'),
  digest: z.string().nullable(),
});

export const askSchema = z.strictObject({ correctionId: idSchema.describe('chosen by whoever asks: the same again is the same correction'), reason: prose(500).describe('everybody reads it') });
