import { nfkc } from '@wenzheng/contracts';
import { businessDateOf } from '@wenzheng/working-days';

/** The public 受理编号: HN20260918-0042, the 42nd number of that business date; past 9,999 it grows by a digit. */
export function messageNumberOf(prefix: string, date: string, number: number): string {
  return `${prefix}${date.replaceAll('-', '')}-${String(number).padStart(4, '0')}`;
}

/** Reads what a person typed: case, spaces, full-width forms and other dashes are forgiven. */
export function readMessageNumber(typed: string): string | null {
  const text = nfkc(typed.slice(0, 200)).toUpperCase().replace(/\s/g, '').replace(/\p{Pd}/gu, '-');
  const [, prefix, date, number] = /^([A-Z]{1,8})(\d{8})-?(\d{4,9})$/.exec(text) ?? [];
  return prefix && date && number ? `${prefix}${date}-${number}` : null;
}

const smallestBlock = 16;
const largestBlock = 1_024;

/** Doubling keeps the gaps of a quiet day small and a busy day's reservations rare. */
export const nextBlockSize = (previous: number | undefined): number =>
  previous === undefined ? smallestBlock : Math.min(previous * 2, largestBlock);

/** How many numbers each date needs; dates in order, because every batch takes its locks in that order. */
export function numbersNeeded(instants: readonly Date[]): [date: string, count: number][] {
  const counts = new Map<string, number>();
  for (const instant of instants) {
    const date = businessDateOf(instant);
    counts.set(date, (counts.get(date) ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}
