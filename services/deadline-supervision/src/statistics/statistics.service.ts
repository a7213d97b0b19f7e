import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, dateSchema, instantSchema, unitRefSchema, type ChannelName, type UnitRef } from '@wenzheng/contracts';
import { DATA_SOURCE, type BeforeJson, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { definitions, definitionsSchema, figures, totalsSchema, type Totals } from './definitions.js';

export interface StatisticsQuery {
  from?: string | undefined;
  to?: string | undefined;
  unit?: string | undefined;
  channel?: ChannelName | undefined;
}

export const statisticsSchema = z
  .object({
    from: dateSchema.nullable(),
    to: dateSchema.nullable(),
    unit: z.string().nullable(),
    channel: channelSchema.nullable(),
    cutOff: instantSchema,
    definitions: definitionsSchema,
    totals: totalsSchema,
    units: z.array(z.object({ unit: unitRefSchema.nullable(), ...figures })),
  })
  .meta({ id: 'Statistics' });

/** Each total as the sum over a set of clocks; $1 is the instant of the count. */
const totals: Record<keyof Totals, string> = {
  registered: 'true',
  answered: 'published_at IS NOT NULL',
  answeredWithin3WorkingDays: 'published_at IS NOT NULL AND within_reply_due',
  answeredWithin10WorkingDays: 'published_at IS NOT NULL AND within_final_due',
  answeredLater: 'published_at IS NOT NULL AND NOT within_final_due',
  submittedInTime: 'published_at IS NOT NULL AND submitted_in_time',
  publishedInTime: 'published_at IS NOT NULL AND published_in_time',
  publiclyAnswered: "ending = 'publicly-answered'",
  privatelyAnswered: "ending = 'privately-answered'",
  ruledInvalid: "ending = 'ruled-invalid'",
  merged: "ending = 'merged'",
  transferred: "ending = 'transferred'",
  withdrawn: "ending = 'withdrawn'",
  open: "ending = 'open'",
  overdue: "ending = 'open' AND overdue_at <= $1 AND NOT historical",
  historicalOpen: "ending = 'open' AND historical",
  underReview: "ending = 'open' AND submitted_at IS NOT NULL AND overdue_at IS NULL",
  extended: 'extended_due_on IS NOT NULL',
  interimOnly: "ending = 'open' AND interim_published_at IS NOT NULL",
};

type Row = Totals & { unit_code: string | null; unit_name: string | null; is_total: boolean };

@Injectable()
export class StatisticsService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Messages by the date of their registration, both dates included, as they stand at `cutOff`. */
  async count(query: StatisticsQuery, caller: Caller): Promise<BeforeJson<z.infer<typeof statisticsSchema>>> {
    if (query.from && query.to && query.from > query.to) throw problem('deadline-supervision.period-reversed');
    const unit = ownUnitOnly(caller, query.unit);
    const cutOff = this.clock.now();
    const columns = Object.entries(totals).map(([name, condition]) => `count(*) FILTER (WHERE ${condition})::int AS "${name}"`);
    const rows = await this.dataSource.query<Row[]>(
      `SELECT unit_code, max(coalesce(unit.name, unit_name)) AS unit_name, grouping(unit_code) = 1 AS is_total, ${columns.join(', ')}
       FROM clock LEFT JOIN unit ON unit.code = unit_code
       WHERE ($2::date IS NULL OR registered_on >= $2) AND ($3::date IS NULL OR registered_on <= $3)
         AND ($4::text IS NULL OR unit_code = $4) AND ($5::text IS NULL OR channel = $5)
       GROUP BY GROUPING SETS ((), (unit_code)) ORDER BY is_total DESC, unit_code NULLS LAST`,
      [cutOff, query.from ?? null, query.to ?? null, unit ?? null, query.channel ?? null],
    );
    return {
      from: query.from ?? null,
      to: query.to ?? null,
      unit: unit ?? null,
      channel: query.channel ?? null,
      cutOff,
      definitions,
      totals: totalsOf(rows.find(({ is_total }) => is_total)),
      units: rows.filter(({ is_total }) => !is_total).map((row) => ({ unit: unitOf(row), ...totalsOf(row) })),
    };
  }
}

const citywide = new Set(['supervision-office', 'information-office', 'inspection-bureau', 'administrator']);

function ownUnitOnly(caller: Caller, unit: string | undefined): string | undefined {
  if (caller.roles.some((role) => citywide.has(role))) return unit;
  if (caller.unit === null || (unit !== undefined && unit !== caller.unit)) throw problem('deadline-supervision.own-unit-only');
  return caller.unit;
}

const totalsOf = (row: Row | undefined) =>
  Object.fromEntries(Object.keys(totals).map((name) => [name, row?.[name as keyof Totals] ?? 0])) as unknown as Totals;

const unitOf = ({ unit_code: code, unit_name: name }: Row): UnitRef | null => (code === null ? null : { code, name: name ?? code });
