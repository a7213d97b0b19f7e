import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Statistics } from '../statistics.service.js';
import { statisticsSchema } from '../statistics.service.js';

/** Of every message registered in the period, as it stood at the cut-off. */
export const closedFiguresSchema = statisticsSchema.pick({ totals: true, units: true, channels: true, kinds: true });
export type ClosedFigures = z.infer<typeof closedFiguresSchema>;

export interface Closing {
  period: string;
  cutOff: string;
  calendarVersion: string;
  policyVersions: readonly string[];
  figures: ClosedFigures;
}

export const figuresOfStatistics = ({ totals, units, channels, kinds }: Statistics): ClosedFigures => ({ totals, units, channels, kinds });

/** The months and years that have ended by this date, from a first month on; a year after its December. */
export function endedPeriods(firstMonth: string, today: string): string[] {
  const periods: string[] = [];
  for (let month = firstMonth; month < today.slice(0, 7); month = monthAfter(month)) {
    periods.push(month);
    if (month.endsWith('-12')) periods.push(month.slice(0, 4));
  }
  return periods;
}

export function monthAfter(period: string): string {
  const [year = 0, month = 0] = period.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** SHA-256 of the closing as JSON with its keys in order: the same closing, the same digest, wherever it is computed. */
export const digestOf = ({ period, cutOff, calendarVersion, policyVersions, figures }: Closing): string =>
  createHash('sha256').update(JSON.stringify(inOrder({ period, cutOff, calendarVersion, policyVersions, figures }))).digest('hex');

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, inOrder(one)]));
}
