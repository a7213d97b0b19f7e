import type { UnitRef } from '@wenzheng/contracts';
import { z } from 'zod';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';

export interface UnitRow {
  unit: UnitRef;
  figures: FigureSet;
}

/** Where a unit stands in the city's tree: right below the city, or below another unit. */
export const unitGroups = { direct: '县区和市直单位', subordinate: '下属单位' } as const;
export type UnitGroup = keyof typeof unitGroups;

/** By what the table may be sorted, beside the order of the units. */
export const sortings = { unit: '单位', registered: '受理', answered: '已答复', submittedInTime: '单位按时率', publishedInTime: '上网按时率', overdue: '超期未答复', median: '用时中位数' } as const;
export type Sorting = keyof typeof sortings;

export const leagueQuerySchema = z.object({
  group: z.enum(Object.keys(unitGroups) as [UnitGroup, ...UnitGroup[]]).optional(),
  sort: z.enum(Object.keys(sortings) as [Sorting, ...Sorting[]]).optional(),
});

export const isRanked = ({ rates }: FigureSet, rate: string, minimumSample: number): boolean => (rates[rate]?.of ?? 0) >= minimumSample;

/** The best first, or those with most; of a rate, units with too few messages come last, in their own order. */
export function leagueOf(
  { units }: Pick<ClosedFigures, 'units'>,
  directory: readonly { code: string; level: number }[],
  { group, sort = 'unit', minimumSample }: { group?: UnitGroup | undefined; sort?: Sorting | undefined; minimumSample: number },
): UnitRow[] {
  const places = new Map(directory.map(({ code, level }, place) => [code, { place, level }]));
  const rows = units.flatMap(({ unit, ...figures }): UnitRow[] => (unit ? [{ unit, figures }] : []));
  const placeOf = ({ unit }: UnitRow) => places.get(unit.code)?.place ?? places.size;
  const ofGroup = rows.filter(({ unit }) => group === undefined || (group === 'subordinate') === ((places.get(unit.code)?.level ?? 0) > 2));
  const listed = ofGroup.toSorted((a, b) => placeOf(a) - placeOf(b) || (a.unit.code < b.unit.code ? -1 : 1));
  if (sort === 'unit') return listed;
  const valueOf = ({ figures }: UnitRow): number => {
    if (sort === 'median') return -(figures.stages['publication']?.median ?? Infinity);
    if (sort === 'submittedInTime' || sort === 'publishedInTime') return isRanked(figures, sort, minimumSample) ? Number(figures.rates[sort]?.percent ?? -1) : -Infinity;
    return figures.counts[sort] ?? 0;
  };
  // Infinities are equal to themselves, and their difference is no number.
  return listed.toSorted((a, b) => (valueOf(a) === valueOf(b) ? 0 : valueOf(b) - valueOf(a)));
}
