import { z } from 'zod';
import { defineEvent } from '../envelope.js';
import { channelSchema, dateSchema, instantSchema, messageKindSchema, unitRefSchema } from '../vocabulary.js';

const figureName = z.string().max(60);
const percentSchema = z.string().regex(/^\d+\.\d\d$/).nullable();
const closedFigures = {
  counts: z.record(figureName, z.int().nonnegative()),
  invalidByReason: z.record(z.string().max(100), z.int().nonnegative()),
  rates: z.record(figureName, z.object({ count: z.int().nonnegative(), of: z.int().nonnegative(), percent: percentSchema })),
  stages: z.record(figureName, z.object({ n: z.int().nonnegative(), median: z.int().nullable(), p90: z.int().nullable(), unit: z.string().max(40) })),
  satisfaction: z.object({
    n: z.int().nonnegative(),
    satisfied: z.int().nonnegative(),
    basicallySatisfied: z.int().nonnegative(),
    dissatisfied: z.int().nonnegative(),
    percent: percentSchema,
  }),
};

const closingSchema = z.object({
  period: z.string().max(7),
  from: dateSchema,
  to: dateSchema,
  cutOff: instantSchema,
  policyVersions: z.array(z.string().max(200)),
  calendarVersion: z.string().max(100),
  /** A unit is ranked by a rate of at least so many messages. Releases before did not say. */
  minimumSample: z.int().positive().optional(),
  /** SHA-256 of the figures as they are kept. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  definitions: z.array(z.object({ name: figureName, title: z.string().max(40), zh: z.string().max(300), unit: z.string().max(40) })),
  totals: z.object(closedFigures),
  channels: z.array(z.object({ channel: channelSchema, ...closedFigures })),
  kinds: z.array(z.object({ kind: messageKindSchema.nullable(), ...closedFigures })),
  /** Without a unit: messages that wait for one. */
  units: z.array(z.object({ unit: unitRefSchema.nullable(), ...closedFigures })),
});

/** 统计定期: the figures of a month (`2026-09`) or a year (`2026`), which change by a correction alone. Each name in them has its definition. */
export const statisticsClosed = defineEvent('deadline-supervision', 'statistics.closed', closingSchema, ['publication']);

/** 统计更正: the figures of a closed period counted once more, as of the same instant, with what became known later of what had happened before it. Those before stay known, with the reason. */
export const statisticsCorrected = defineEvent(
  'deadline-supervision',
  'statistics.corrected',
  z.object({
    /** 1, 2, 3… of the period. */
    number: z.int().positive(),
    reason: z.string().min(1).max(500),
    correctedAt: instantSchema,
    figures: closingSchema,
  }),
  ['publication'],
);

/** 统计所计的留言: which messages the closed figures of a period count, in parts of so many that each goes through the bus. What is counted alike stands together. */
export const statisticsListed = defineEvent(
  'deadline-supervision',
  'statistics.listed',
  z.object({
    period: z.string().max(7),
    /** Of which correction's figures; none of those that were closed. */
    correction: z.int().positive().optional(),
    /** From 1 to `parts`. */
    part: z.int().positive(),
    parts: z.int().positive(),
    groups: z.array(z.object({
      /** Who had them at the cut-off. */
      unitCode: z.string().max(64).nullable(),
      /** The counts among which each of them is. */
      counts: z.array(figureName),
      messageIds: z.array(z.uuid()).max(5_000),
    })),
  }),
  ['publication'],
);
