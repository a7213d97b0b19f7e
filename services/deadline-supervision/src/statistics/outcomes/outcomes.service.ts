import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { percentOf } from '../figures/decimal.rules.js';
import { selectionFor, type StatisticsQuery } from '../statistics.service.js';

const percent = z.string().nullable().describe('per cent, two decimals; null of nothing');
const outcomesOfSchema = z.object({
  answered: z.int(),
  results: z.object({ resolved: z.int(), partlyResolved: z.int(), explained: z.int(), cannotBeResolved: z.int(), unstated: z.int() }).describe('办理结果, as the units state it'),
  resolvedPercent: percent.describe('解决率: resolved ÷ answered with a stated result'),
  ratings: z.object({
    of: z.int().describe('answered, of which so many could be rated'),
    n: z.int(),
    satisfied: z.int(),
    basicallySatisfied: z.int(),
    dissatisfied: z.int(),
    afterContactReading: z.int().describe('rated after somebody had read who the writer is'),
    satisfiedPercent: percent.describe('满意率: satisfied and basically satisfied ÷ rated'),
    responsePercent: percent.describe('评价率: rated ÷ answered'),
  }),
});
export const outcomesSchema = z
  .object({ from: dateSchema.nullable(), to: dateSchema.nullable(), totals: outcomesOfSchema, units: z.array(z.object({ unit: unitRefSchema.nullable(), ...outcomesOfSchema.shape })) })
  .meta({ id: 'Outcomes' });
export type Outcomes = z.infer<typeof outcomesSchema>;

type Row = Record<'answered' | 'resolved' | 'partlyResolved' | 'explained' | 'cannotBeResolved' | 'satisfied' | 'basicallySatisfied' | 'dissatisfied' | 'afterContactReading', number>;

const when = (name: string, condition: string) => `count(*) FILTER (WHERE ${condition})::int AS "${name}"`;
const columns = [
  'count(*)::int AS answered',
  when('resolved', `result = 'resolved'`), when('partlyResolved', `result = 'partly-resolved'`), when('explained', `result = 'explained'`), when('cannotBeResolved', `result = 'cannot-be-resolved'`),
  when('satisfied', `rating = 'satisfied'`), when('basicallySatisfied', `rating = 'basically-satisfied'`), when('dissatisfied', `rating = 'dissatisfied'`),
  when('afterContactReading', 'rating IS NOT NULL AND rated_after_reading'),
].join(', ');

/**
 * 响应、解决、满意 as three figures (A06): that a message was answered says nothing about what came of it, and what came of it nothing about what its writer thinks. Beside each
 * rate stands of how many it is (A07). They are no part of what is closed for ever: a result and a rating come when they come.
 */
@Injectable()
export class OutcomesService {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async count(query: StatisticsQuery, caller: Caller): Promise<Outcomes> {
    const { from, to, unit, channel, kind } = selectionFor(query, caller);
    const rows = await this.dataSource.query<(Row & { code: string | null; name: string | null; isTotal: boolean })[]>(
      `SELECT unit_code AS code, any_value(unit_name) AS name, grouping(unit_code) = 1 AS "isTotal", ${columns} FROM ended_message
       WHERE ending IN ('publicly-answered', 'privately-answered') AND ($1::date IS NULL OR registered_on >= $1) AND ($2::date IS NULL OR registered_on <= $2)
         AND ($3::text IS NULL OR unit_code = $3) AND ($4::text IS NULL OR channel = $4) AND ($5::text IS NULL OR kind = $5)
       GROUP BY GROUPING SETS ((unit_code), ()) ORDER BY unit_code`,
      [from, to, unit, channel, kind],
    );
    const total = rows.find(({ isTotal }) => isTotal);
    if (!total) throw new Error('a grouping set of everything has its row');
    const units = rows.filter(({ isTotal }) => !isTotal).map(({ code, name, ...row }) => ({ unit: code === null ? null : { code, name: name ?? code }, ...outcomesOf(row) }));
    return { from, to, totals: outcomesOf(total), units };
  }
}

function outcomesOf({ answered, resolved, partlyResolved, explained, cannotBeResolved, satisfied, basicallySatisfied, dissatisfied, afterContactReading }: Row): z.infer<typeof outcomesOfSchema> {
  const stated = resolved + partlyResolved + explained + cannotBeResolved;
  const n = satisfied + basicallySatisfied + dissatisfied;
  return {
    answered,
    results: { resolved, partlyResolved, explained, cannotBeResolved, unstated: answered - stated },
    resolvedPercent: percentOf(resolved, stated),
    ratings: {
      of: answered, n, satisfied, basicallySatisfied, dissatisfied, afterContactReading,
      satisfiedPercent: percentOf(satisfied + basicallySatisfied, n), responsePercent: percentOf(n, answered),
    },
  };
}
