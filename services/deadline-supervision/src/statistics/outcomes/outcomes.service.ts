import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, unitRefSchema } from '@wenzheng/contracts';
import { DATA_SOURCE, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { CLOCK } from '../../tokens.js';
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
const renewalsOfSchema = z.object({
  ordered: z.int(),
  answered: z.int(),
  inTime: z.int().describe('of the answered, by when the unit submitted it'),
  late: z.int().describe('answered too late, or not yet and overdue'),
  inTimePercent: percent.describe('in time ÷ (in time + late)'),
});
export const outcomesSchema = z
  .object({
    from: dateSchema.nullable(), to: dateSchema.nullable(), totals: outcomesOfSchema, units: z.array(z.object({ unit: unitRefSchema.nullable(), ...outcomesOfSchema.shape })),
    renewals: z.object({ totals: renewalsOfSchema, units: z.array(z.object({ unit: unitRefSchema, ...renewalsOfSchema.shape })) }).describe('二次办理 by the unit that was ordered to, on its own dates: no other figure counts it'),
  })
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

type RenewalRow = Record<'ordered' | 'answered' | 'inTime' | 'late', number>;
const renewalColumns = [
  'count(*)::int AS ordered', when('answered', 'renewal.published_at IS NOT NULL'), when('inTime', 'renewal.published_at IS NOT NULL AND renewal.submitted_at < due_at'),
  when('late', 'due_at IS NOT NULL AND (renewal.published_at IS NULL AND due_at <= $6 OR renewal.submitted_at >= due_at)'),
].join(', ');

/**
 * 响应、解决、满意 as three figures (A06): that a message was answered says nothing about what came of it, and what came of it nothing about what its writer thinks. Beside each
 * rate stands of how many it is (A07). They are no part of what is closed for ever: a result and a rating come when they come.
 */
@Injectable()
export class OutcomesService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
  ) {}

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
    return { from, to, totals: outcomesOf(total), units, renewals: await this.renewals([from, to, unit, channel, kind]) };
  }

  private async renewals(selection: unknown[]): Promise<Outcomes['renewals']> {
    const rows = await this.dataSource.query<(RenewalRow & { code: string; name: string; isTotal: boolean })[]>(
      `SELECT renewal.unit_code AS code, any_value(renewal.unit_name) AS name, grouping(renewal.unit_code) = 1 AS "isTotal", ${renewalColumns} FROM renewal JOIN deadline USING (message_id)
       WHERE ordered_at IS NOT NULL AND NOT historical AND ($1::date IS NULL OR registered_on >= $1) AND ($2::date IS NULL OR registered_on <= $2)
         AND ($3::text IS NULL OR renewal.unit_code = $3) AND ($4::text IS NULL OR channel = $4) AND ($5::text IS NULL OR kind = $5)
       GROUP BY GROUPING SETS ((renewal.unit_code), ()) ORDER BY renewal.unit_code`,
      [...selection, this.clock.now()],
    );
    const total = rows.find(({ isTotal }) => isTotal);
    if (!total) throw new Error('a grouping set of everything has its row');
    return { totals: renewalsOf(total), units: rows.filter(({ isTotal }) => !isTotal).map(({ code, name, ...row }) => ({ unit: { code, name }, ...renewalsOf(row) })) };
  }
}

const renewalsOf = ({ ordered, answered, inTime, late }: RenewalRow): z.infer<typeof renewalsOfSchema> => ({ ordered, answered, inTime, late, inTimePercent: percentOf(inTime, inTime + late) });

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
