import { z } from 'zod';

/** A share never stands without what it is a share of. */
export const shareSchema = z.object({ count: z.int(), of: z.int(), share: z.number().nullable().describe('four places; null of nothing') });

export const shareOf = (count: number, of: number): z.infer<typeof shareSchema> => ({ count, of, share: of === 0 ? null : Math.round((count / of) * 10_000) / 10_000 });

export interface DispatchCounts {
  dispatches: number;
  byCatalogue: number;
  stood: number;
  opened: number;
  upheld: number;
  rejected: number;
  settled: number;
}

/** With fewer dispatches than this a unit's share is chance, and is not compared (A04). */
export const leastRanked = 30;

/** Places by the share that stood, equal shares on equal places; null for those who are not compared. */
export function rankOf(rows: readonly Pick<DispatchCounts, 'dispatches' | 'stood'>[]): (number | null)[] {
  const shares = rows.map(({ dispatches, stood }) => (dispatches < leastRanked ? null : stood / dispatches));
  return shares.map((share) => (share === null ? null : 1 + shares.filter((other) => other !== null && other > share).length));
}
