import { channelSchema, dateSchema, endingSchema, idSchema, instantSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { factDefinitions, type FactType } from '../../deadline/fact.rules.js';
import { policySchema } from '../../rulebook/policy/policy.rules.js';
import { closedFiguresSchema } from '../closing/closing.rules.js';

const factTypes = Object.keys(factDefinitions) as [FactType, ...FactType[]];
const dayKinds = { name: z.string(), date: dateSchema, isOffDay: z.boolean(), paper: z.string().optional() };

/** The lines of an exported event log: NDJSON, in this order. */
export const lineSchema = z.discriminatedUnion('line', [
  z.object({ line: z.literal('export'), from: dateSchema, to: dateSchema }),
  z.object({
    line: z.literal('rules'),
    policies: z.array(policySchema),
    notices: z.array(
      z.object({
        revision: z.int(), year: z.int(), name: z.string(), number: z.string().nullable(), papers: z.array(z.string()), days: z.array(z.object(dayKinds)),
        shipped: z.boolean(), calendarVersion: z.string(),
      }),
    ),
  }),
  z.object({
    line: z.literal('closed'),
    period: z.string(), number: z.int(), cutOff: instantSchema, calendarVersion: z.string(), policyVersions: z.array(z.string()), figures: closedFiguresSchema,
    digest: z.string(),
  }),
  /** After the closing that it corrects. */
  z.object({ line: z.literal('corrected'), period: z.string(), number: z.int(), reason: z.string(), correctedAt: instantSchema, evidence: z.array(idSchema), figures: closedFiguresSchema, digest: z.string() }),
  z.object({
    line: z.literal('message'),
    messageId: idSchema,
    /** The versions that its deadline bears; null while it has none. The name is that of the first exports. */
    clock: z.object({ channel: channelSchema, policyVersion: z.string(), calendarVersion: z.string(), ending: endingSchema }).nullable(),
    urgedAt: instantSchema.nullable(),
    facts: z.array(z.object({ eventId: idSchema, type: z.enum(factTypes), sequence: z.int(), time: instantSchema, afterClosing: z.int(), data: z.record(z.string(), z.unknown()) })),
  }),
  z.object({ line: z.literal('end'), messages: z.int() }),
]);
export type ExportLine = z.infer<typeof lineSchema>;
export type ExportedMessage = Extract<ExportLine, { line: 'message' }>;
export type ExportedClosing = Extract<ExportLine, { line: 'closed' }>;
export type ExportedCorrection = Extract<ExportLine, { line: 'corrected' }>;
