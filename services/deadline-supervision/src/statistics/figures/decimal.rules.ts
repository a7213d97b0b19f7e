/** `count` of `of` in per cent with two decimals, half rounded up, in whole numbers throughout; null of nothing. */
export function percentOf(count: number, of: number): string | null {
  return of === 0 ? null : hundredths(Number((BigInt(count) * 20_000n + BigInt(of)) / (BigInt(of) * 2n)));
}

const hundredths = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

/** How often each value occurs. */
export type Occurrences = ReadonlyMap<number, number>;

/** The smallest value that at least so many per cent of all do not exceed (nearest rank); null of none. */
export function percentileOf(occurrences: Occurrences, percent: number): number | null {
  const total = sumOf(occurrences);
  const rank = Math.ceil((total * percent) / 100);
  let passed = 0;
  for (const [value, times] of [...occurrences].sort(([a], [b]) => a - b)) {
    passed += times;
    if (passed >= rank) return value;
  }
  return null;
}

export const sumOf = (occurrences: Occurrences): number => [...occurrences.values()].reduce((sum, times) => sum + times, 0);
