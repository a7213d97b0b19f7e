import type { CountedAlike } from '../../statistics/statistics.reader.js';
import type { FigureSet } from '../../statistics/closed-period.entity.js';
import { sumOf } from '../report-cards/report-card.rules.js';

export interface ChannelRow {
  /** Null: they waited for a unit. */
  unitCode: string | null;
  set: FigureSet;
}

const setOf = (alike: readonly CountedAlike[]): FigureSet =>
  sumOf(alike.map(({ counts, messages }) => ({
    counts: Object.fromEntries(counts.map((name) => [name, messages])), invalidByReason: {}, rates: {}, stages: {}, satisfaction: { n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null },
  })));

/** The public letters by unit, and all whose source is not public as one: by unit it could be found out from their number. */
export function channelRowsOf(alike: readonly CountedAlike[]): { rows: ChannelRow[]; unnamed: FigureSet } {
  const byUnit = Map.groupBy(alike.filter(({ isPublic }) => isPublic), ({ unitCode }) => unitCode);
  return { rows: [...byUnit].map(([unitCode, own]) => ({ unitCode, set: setOf(own) })), unnamed: setOf(alike.filter(({ isPublic }) => !isPublic)) };
}
