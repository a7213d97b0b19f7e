import { unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { z } from 'zod';
import { rateNames, type RateName } from '../figures/definitions.js';
import { figuresSchema, type Figures } from '../figures/figures.rules.js';

export const leagueRowSchema = z.object({
  rank: z.int().nullable().describe('those of one rate share a rank, and the next goes down by as many; null below the minimum sample'),
  unit: unitRefSchema,
  ...figuresSchema.shape,
});
export type LeagueRow = z.infer<typeof leagueRowSchema>;

export const rankedBySchema = z.enum(rateNames);

/**
 * By the rate as it is printed, the best first; who shows the same rate shares the rank. A unit of whom less than
 * `minimumSample` messages tell stands behind, without a rank: 样本不足，不参与排名.
 */
export function leagueTableOf(
  units: readonly ({ unit: UnitRef | null } & Figures)[],
  { by, minimumSample }: { by: RateName; minimumSample: number },
): LeagueRow[] {
  const rows = units.flatMap(({ unit, ...figures }) => (unit ? [{ unit, ...figures }] : [])).sort((a, b) => (a.unit.code < b.unit.code ? -1 : 1));
  const isRanked = ({ rates }: Figures) => rates[by].percent !== null && rates[by].of >= minimumSample;
  const valueOf = ({ rates }: Figures) => Number(rates[by].percent?.replace('.', '') ?? -1);
  const best = (a: Figures, b: Figures) => valueOf(b) - valueOf(a);
  const ranked = rows.filter(isRanked).sort(best);
  return [
    ...ranked.map((row) => ({ rank: 1 + ranked.filter((other) => valueOf(other) > valueOf(row)).length, ...row })),
    ...rows.filter((row) => !isRanked(row)).sort(best).map((row) => ({ rank: null, ...row })),
  ];
}
