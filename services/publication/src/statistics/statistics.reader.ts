import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import type { ClosedFigures, FigureSet } from './closed-period.entity.js';
import { isStanding } from './figure.rules.js';

export interface CountedAlike {
  unitCode: string | null;
  isPublic: boolean;
  counts: string[];
  messages: number;
}

export interface MonthFigures {
  month: string;
  totals: FigureSet;
}

/** A closed period without its units, channels and kinds. */
export type ClosedTotals = Pick<ClosedFigures, 'period' | 'from' | 'to' | 'cutOff' | 'totals' | 'corrections'>;

/** What the public reads of closed periods. */
@Injectable()
export class StatisticsReader {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  /** The latest first; a year before its months. */
  async periods(): Promise<string[]> {
    const rows = await this.reads.query<{ period: string }[]>(`SELECT period FROM closed_period ORDER BY left(period, 4) DESC, length(period), period DESC`);
    return rows.map(({ period }) => period);
  }

  /** The last that was closed first. */
  closings(limit: number): Promise<ClosedTotals[]> {
    return this.reads.query<ClosedTotals[]>(
      `SELECT period, figures->>'from' AS "from", figures->>'to' AS "to", figures->>'cutOff' AS "cutOff", figures->'totals' AS totals, figures->'corrections' AS corrections FROM closed_period
       ORDER BY figures->>'to' DESC, length(period) LIMIT $1`,
      [limit],
    );
  }

  async figures(period: string): Promise<ClosedFigures | null> {
    const [row] = await this.reads.query<{ figures: ClosedFigures }[]>('SELECT figures FROM closed_period WHERE period = $1', [period]);
    return row?.figures ?? null;
  }

  /** Whether all of its messages are known. */
  async isListed(period: string): Promise<boolean> {
    const [row] = await this.reads.query<{ isListed: boolean }[]>(`SELECT count(DISTINCT part) = max(parts) AS "isListed" FROM counted_messages c WHERE period = $1 AND ${isStanding('c')}`, [period]);
    return row?.isListed ?? false;
  }

  async latestMonth(): Promise<ClosedFigures | null> {
    const [row] = await this.reads.query<{ figures: ClosedFigures }[]>('SELECT figures FROM closed_period WHERE length(period) = 7 ORDER BY period DESC LIMIT 1');
    return row?.figures ?? null;
  }

  /** The totals of the months from one to another, both included, as far as they are closed. */
  months(from: string, to: string): Promise<MonthFigures[]> {
    return this.reads.query<MonthFigures[]>(
      `SELECT period AS month, figures->'totals' AS totals FROM closed_period WHERE length(period) = 7 AND period BETWEEN $1 AND $2 ORDER BY period`,
      [from, to],
    );
  }

  /** All figures of the months from one to another, both included, as far as they are closed. */
  async closedBetween(from: string, to: string): Promise<ClosedFigures[]> {
    const rows = await this.reads.query<{ figures: ClosedFigures }[]>('SELECT figures FROM closed_period WHERE length(period) = 7 AND period BETWEEN $1 AND $2 ORDER BY period', [from, to]);
    return rows.map(({ figures }) => figures);
  }

  /** Those of these periods of which all messages are known. */
  async listed(periods: readonly string[]): Promise<Set<string>> {
    const known = await Promise.all(periods.map(async (period) => ((await this.isListed(period)) ? [period] : [])));
    return new Set(known.flat());
  }

  /** The same of one channel. */
  monthsOfChannel(channel: ChannelName, from: string, to: string): Promise<MonthFigures[]> {
    return this.reads.query<MonthFigures[]>(
      `SELECT period AS month, one AS totals FROM closed_period, jsonb_array_elements(figures->'channels') AS one
       WHERE length(period) = 7 AND period BETWEEN $2 AND $3 AND one->>'channel' = $1 ORDER BY period`,
      [channel, from, to],
    );
  }

  /** The same of one unit: a month in which it had no messages is left out. */
  monthsOfUnit(unit: string, from: string, to: string): Promise<MonthFigures[]> {
    return this.reads.query<MonthFigures[]>(
      `SELECT period AS month, one AS totals FROM closed_period, jsonb_array_elements(figures->'units') AS one
       WHERE length(period) = 7 AND period BETWEEN $2 AND $3 AND one->'unit'->>'code' = $1 ORDER BY period`,
      [unit, from, to],
    );
  }

  /** How many messages of a channel a period counts alike, by the unit that had them then. Whose source is not public is told of without its unit. */
  countedOfChannel(period: string, channel: ChannelName): Promise<CountedAlike[]> {
    return this.reads.query<CountedAlike[]>(
      `SELECT CASE WHEN m.visibility = 'public' THEN c.unit_code END AS "unitCode", m.visibility = 'public' AS "isPublic", c.counts, count(*)::int AS messages
       FROM counted_messages c CROSS JOIN unnest(c.message_ids) AS id JOIN message m ON m.message_id = id
       WHERE c.period = $1 AND ${isStanding('c')} AND m.channel = $2 GROUP BY 1, 2, 3`,
      [period, channel],
    );
  }
}
