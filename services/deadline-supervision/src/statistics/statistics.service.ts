import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, dateSchema, instantSchema, messageKindSchema, unitRefSchema, type ChannelName, type MessageKind } from '@wenzheng/contracts';
import { DATA_SOURCE, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { defaultMinimumSample, type SupervisionConfig } from '../config.js';
import { problem } from '../problems.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { count, type Selection } from './figures/counting.js';
import { definitions, type RateName } from './figures/definitions.js';
import { definitionsSchema, figuresOf, figuresSchema } from './figures/figures.rules.js';
import { leagueRowSchema, leagueTableOf, rankedBySchema } from './league-table/league-table.rules.js';
import { spanOf } from './period.rules.js';

export interface StatisticsQuery {
  period?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  unit?: string | undefined;
  channel?: ChannelName | undefined;
  kind?: MessageKind | undefined;
}

const head = {
  from: dateSchema.nullable(),
  to: dateSchema.nullable(),
  unit: z.string().nullable(),
  channel: channelSchema.nullable(),
  kind: messageKindSchema.nullable(),
  cutOff: instantSchema.describe('as everything stood at this instant'),
  definitions: definitionsSchema,
};
export const statisticsSchema = z.object({
  ...head,
  totals: figuresSchema,
  units: z.array(z.object({ unit: unitRefSchema.nullable(), ...figuresSchema.shape })),
  channels: z.array(z.object({ channel: channelSchema, ...figuresSchema.shape })),
  kinds: z.array(z.object({ kind: messageKindSchema.nullable(), ...figuresSchema.shape })),
});
export type Statistics = z.infer<typeof statisticsSchema>;

export const leagueTableSchema = z.object({
  ...head,
  by: rankedBySchema,
  minimumSample: z.object({ value: z.int(), basis: z.enum(['default', 'configured']) }),
  rows: z.array(leagueRowSchema),
});
export type LeagueTable = z.infer<typeof leagueTableSchema>;

@Injectable()
export class StatisticsService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<SupervisionConfig, 'RANKING_MINIMUM_SAMPLE'>,
  ) {}

  /** Messages by the date of their registration, both dates included, as they stand at `cutOff`. */
  async count(query: StatisticsQuery, caller: Caller): Promise<Statistics> {
    const selection = selectionFor(query, caller);
    return this.dataSource.transaction('REPEATABLE READ', (manager) => this.read(manager, selection, this.clock.now()));
  }

  async leagueTable({ by, ...query }: StatisticsQuery & { by: RateName }, caller: Caller): Promise<LeagueTable> {
    const { from, to, unit, channel, kind, cutOff, definitions: defined, units } = await this.count(query, caller);
    const value = this.config.RANKING_MINIMUM_SAMPLE;
    const minimumSample = { value, basis: value === defaultMinimumSample ? ('default' as const) : ('configured' as const) };
    const rows = leagueTableOf(units, { by, minimumSample: value });
    return { from, to, unit, channel, kind, cutOff, definitions: defined, by, minimumSample, rows };
  }

  /** In the caller's transaction, which sees one state of everything. */
  async read(manager: EntityManager, selection: Selection, cutOff: Date): Promise<Statistics> {
    const { total, units, channels, kinds, unitNames } = await count(manager, selection, cutOff);
    const inOrder = <Key>(groups: Map<Key, Parameters<typeof figuresOf>[0]>) => [...groups].sort(([a], [b]) => (String(a ?? '\uffff') < String(b ?? '\uffff') ? -1 : 1));
    return {
      ...selection,
      cutOff: cutOff.toISOString(),
      definitions,
      totals: figuresOf(total),
      units: inOrder(units).map(([code, counted]) => ({ unit: code === null ? null : { code, name: unitNames.get(code) ?? code }, ...figuresOf(counted) })),
      channels: inOrder(channels).map(([channel, counted]) => ({ channel, ...figuresOf(counted) })),
      kinds: inOrder(kinds).map(([kind, counted]) => ({ kind, ...figuresOf(counted) })),
    };
  }
}

/** @throws Problem `deadline-supervision.own-unit-only`, `deadline-supervision.period-reversed` */
export const selectionFor = (query: StatisticsQuery, caller: Caller): Selection => selectionOf({ ...query, unit: ownUnitOnly(caller, query.unit) });

function selectionOf({ period, from, to, unit, channel, kind }: StatisticsQuery): Selection {
  const span = period === undefined ? { from: from ?? null, to: to ?? null } : spanOf(period);
  if (span.from && span.to && span.from > span.to) throw problem('deadline-supervision.period-reversed');
  return { ...span, unit: unit ?? null, channel: channel ?? null, kind: kind ?? null };
}

const citywide = new Set(['supervision-office', 'information-office', 'inspection-bureau', 'administrator']);

function ownUnitOnly(caller: Caller, unit: string | undefined): string | undefined {
  if (caller.roles.some((role) => citywide.has(role))) return unit;
  if (caller.unit === null || (unit !== undefined && unit !== caller.unit)) throw problem('deadline-supervision.own-unit-only');
  return caller.unit;
}
