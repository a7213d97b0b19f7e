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

/** 统计定期: the figures of a month (`2026-09`) or a year (`2026`), which never change again. Each name in them has its definition. */
export const statisticsClosed = defineEvent(
  'deadline-supervision',
  'statistics.closed',
  z.object({
    period: z.string().max(7),
    from: dateSchema,
    to: dateSchema,
    cutOff: instantSchema,
    policyVersions: z.array(z.string().max(200)),
    calendarVersion: z.string().max(100),
    /** SHA-256 of the figures as they are kept. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    definitions: z.array(z.object({ name: figureName, title: z.string().max(40), zh: z.string().max(300), unit: z.string().max(40) })),
    totals: z.object(closedFigures),
    channels: z.array(z.object({ channel: channelSchema, ...closedFigures })),
    kinds: z.array(z.object({ kind: messageKindSchema.nullable(), ...closedFigures })),
    /** Without a unit: messages that wait for one. */
    units: z.array(z.object({ unit: unitRefSchema.nullable(), ...closedFigures })),
  }),
  [],
);
