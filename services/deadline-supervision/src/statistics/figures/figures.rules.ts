import { z } from 'zod';
import { percentileOf, percentOf, sumOf } from './decimal.rules.js';
import { countNames, definitions, rateNames, rates, ratings, stages, type CountName, type DefinedName, type Rating, type StageName } from './definitions.js';

const percent = z.string().regex(/^\d+\.\d\d$/).nullable().describe('per cent, two decimals, half rounded up');
const stageSchema = z.object({ n: z.int(), median: z.int().nullable(), p90: z.int().nullable(), unit: z.literal('working days') });
const recordOf = <Name extends string, Value extends z.ZodType>(names: readonly Name[], value: Value) =>
  z.object(Object.fromEntries(names.map((name) => [name, value])) as Record<Name, Value>);

export const figuresSchema = z.object({
  ...recordOf(countNames, z.int()).shape,
  invalidByReason: z.record(z.string(), z.int()),
  rates: recordOf(rateNames, z.object({ count: z.int(), of: z.int(), percent })),
  stages: recordOf(stages, stageSchema),
  satisfaction: z.object({ n: z.int(), satisfied: z.int(), basicallySatisfied: z.int(), dissatisfied: z.int(), percent }),
});
export type Figures = z.infer<typeof figuresSchema>;

const definedNames = Object.keys(definitions) as [DefinedName, ...DefinedName[]];
export const definitionSchema = z.object({ title: z.string(), zh: z.string(), en: z.string(), unit: z.enum(['messages', 'percent', 'working days']) });
export const definitionsSchema = z.record(z.enum(definedNames), definitionSchema);

/** The counts of a set of messages: sums of them are counts of the sets together. */
export interface Counted {
  counts: Record<CountName, number>;
  invalidByReason: Record<string, number>;
  ratings: Record<Rating, number>;
  days: Record<StageName, Map<number, number>>;
}

const zeros = <Name extends string>(names: readonly Name[]) => Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;

export const nothingCounted = (): Counted => ({
  counts: zeros(countNames),
  invalidByReason: {},
  ratings: zeros(ratings),
  days: Object.fromEntries(stages.map((stage) => [stage, new Map()])) as Counted['days'],
});

export const addTimes = (occurrences: Map<number, number>, value: number, times: number): void =>
  void occurrences.set(value, (occurrences.get(value) ?? 0) + times);

export function figuresOf({ counts, invalidByReason, ratings: rated, days }: Counted): Figures {
  const { satisfied, 'basically-satisfied': basicallySatisfied, dissatisfied } = rated;
  const n = satisfied + basicallySatisfied + dissatisfied;
  return {
    ...counts,
    invalidByReason: Object.fromEntries(Object.entries(invalidByReason).sort(([a], [b]) => (a < b ? -1 : 1))),
    rates: Object.fromEntries(rateNames.map((name) => [name, rateOf(counts, name)])) as Figures['rates'],
    stages: Object.fromEntries(stages.map((stage) => [stage, stageOf(days[stage])])) as Figures['stages'],
    satisfaction: { n, satisfied, basicallySatisfied, dissatisfied, percent: percentOf(satisfied + basicallySatisfied, n) },
  };
}

function rateOf(counts: Counted['counts'], name: keyof typeof rates) {
  const [count, of] = rates[name].map((one) => counts[one]) as [number, number];
  return { count, of, percent: percentOf(count, of) };
}

const stageOf = (days: Map<number, number>): Figures['stages'][StageName] => ({
  n: sumOf(days), median: percentileOf(days, 50), p90: percentileOf(days, 90), unit: 'working days',
});
