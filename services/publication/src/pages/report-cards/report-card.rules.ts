import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';

/** A month of a quarter, as it was closed: the unit's figures beside the city's. */
export interface CardMonth {
  month: string;
  cutOff: string;
  unit: FigureSet;
  city: FigureSet;
}

export interface ReportCard {
  unit: { code: string; name: string };
  quarter: string;
  months: readonly CardMonth[];
  /** Months that nobody has closed: the platform did not work yet. */
  missing: readonly string[];
  sum: FigureSet;
  citySum: FigureSet;
}

const rates = { answered: ['answered', 'answerable'], submittedInTime: ['submittedInTime', 'judgedBySubmission'], publishedInTime: ['publishedInTime', 'judgedByPublication'] } as const;
const none: FigureSet = { counts: {}, rates: {}, stages: {}, invalidByReason: {}, satisfaction: { n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null } };

/** In hundredths of a per cent, half rounded up, as the months have it; null of nothing. */
function percentOf(count: number, of: number): string | null {
  return of === 0 ? null : (Math.floor((20_000 * count + of) / (2 * of)) / 100).toFixed(2);
}

const added = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const record of records) for (const [name, value] of Object.entries(record)) sums[name] = (sums[name] ?? 0) + value;
  return sums;
};

/** Months have no message in common, so that their counts add up; medians do not, and there are none. */
export function sumOf(sets: readonly FigureSet[]): FigureSet {
  const counts = added(sets.map((set) => set.counts));
  const rated = added(sets.map(({ satisfaction: { percent: _, ...numbers } }) => numbers));
  const [satisfied = 0, basicallySatisfied = 0, dissatisfied = 0] = [rated['satisfied'], rated['basicallySatisfied'], rated['dissatisfied']];
  const n = satisfied + basicallySatisfied + dissatisfied;
  const rateOf = (count = 0, of = 0) => ({ count, of, percent: percentOf(count, of) });
  return {
    counts,
    invalidByReason: added(sets.map((set) => set.invalidByReason)),
    rates: Object.fromEntries(Object.entries(rates).map(([name, [count, of]]) => [name, rateOf(counts[count], counts[of])])),
    stages: {},
    satisfaction: { n, satisfied, basicallySatisfied, dissatisfied, percent: percentOf(satisfied + basicallySatisfied, n) },
  };
}

/** Late by the unit: not submitted in time. Late by the city: not published in time, whoever was late. What lies between them is review and publication. */
export function latenessOf({ counts }: FigureSet) {
  const late = (of: string, inTime: string) => (counts[of] ?? 0) - (counts[inTime] ?? 0);
  const unit = late('judgedBySubmission', 'submittedInTime');
  const city = late('judgedByPublication', 'publishedInTime');
  return { unit, city, review: city - unit };
}

/** @param closed the months of the quarter that are closed; null: the unit has nothing in any of them */
export function reportCardOf(unit: { code: string; name: string } | null, code: string, quarter: string, months: readonly string[], closed: readonly ClosedFigures[]): ReportCard | null {
  const rows = closed.map((figures) => ({ figures, row: figures.units.find((one) => one.unit?.code === code) }));
  const named = unit ?? rows.findLast(({ row }) => row)?.row?.unit;
  if (!named) return null;
  const cards = rows.map(({ figures, row }): CardMonth => ({ month: figures.period, cutOff: figures.cutOff, unit: row ?? none, city: figures.totals }));
  return {
    unit: named, quarter, months: cards, missing: months.filter((month) => !closed.some(({ period }) => period === month)),
    sum: sumOf(cards.map((month) => month.unit)), citySum: sumOf(cards.map((month) => month.city)),
  };
}
