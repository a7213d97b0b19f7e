import { addDays, type BusinessDate } from '@wenzheng/working-days';

/** A year, a quarter or a month, as `2026`, `2026-Q3` or `2026-09`. */
export const periodPattern = /^(19|[2-9]\d)\d\d(-(Q[1-4]|0[1-9]|1[0-2]))?$/;

/** Both dates included. */
export interface Span {
  from: BusinessDate;
  to: BusinessDate;
}

export function spanOf(period: string): Span {
  const [year = '', part] = period.split('-');
  if (!part) return { from: `${year}-01-01`, to: `${year}-12-31` };
  if (part.startsWith('Q')) {
    const first = (Number(part.slice(1)) - 1) * 3 + 1;
    return { from: firstOf(year, first), to: lastOf(year, first + 2) };
  }
  return { from: firstOf(year, Number(part)), to: lastOf(year, Number(part)) };
}

const firstOf = (year: string, month: number): BusinessDate => `${year}-${String(month).padStart(2, '0')}-01`;
const lastOf = (year: string, month: number): BusinessDate => (month === 12 ? `${year}-12-31` : addDays(firstOf(year, month + 1), -1));
