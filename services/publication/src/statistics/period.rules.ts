import { datesIn, dateWords, type Language } from '@wenzheng/wording';
import { addDays, businessDateOf, startOfBusinessDate } from '@wenzheng/working-days';

/** A closed month or year: `2026-09`, `2026`. */
export const periodPattern = /^[2-9]\d{3}(-(0[1-9]|1[0-2]))?$/;

export const isMonth = (period: string): boolean => period.length === 7;

/** Of figures of a release before, which did not say. */
const defaultMinimumSample = 10;

/** A rate of fewer is not shown as one. */
export const minimumSampleOf = (figures: { minimumSample?: number | undefined } | null): number => figures?.minimumSample ?? defaultMinimumSample;

/** 2026年9月, 2026年 */
export function periodWords(period: string): string {
  const [year, month] = period.split('-');
  return month ? `${year}年${Number(month)}月` : `${year}年`;
}

export const periodWordsIn: Readonly<Record<Language, (period: string) => string>> = {
  zh: periodWords,
  /** September 2026, 2026 */
  en: (period) => (isMonth(period) ? datesIn.en.full(`${period}-01`).slice('1 '.length) : period),
};

/** 2026年9月30日24时: the end of a day is said of the day that ends. */
export function cutOffWords(cutOff: Date): string {
  const day = businessDateOf(cutOff);
  if (startOfBusinessDate(day).getTime() === cutOff.getTime()) return `${dateWords(addDays(day, -1))}24时`;
  const time = new Date(cutOff.getTime() + 8 * 3_600_000).toISOString();
  return `${dateWords(day)}${Number(time.slice(11, 13))}时${time.slice(14, 16)}分`;
}

/** The month so many before; after it, where `back` is negative. */
export function monthBefore(month: string, back: number): string {
  const [year = 0, one = 1] = month.split('-').map(Number);
  const count = year * 12 + one - 1 - back;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** The thirteen months that end with the period's last. */
export function trendOf(period: string): string[] {
  const last = isMonth(period) ? period : `${period}-12`;
  return Array.from({ length: 13 }, (_, index) => monthBefore(last, 12 - index));
}

const quarterPattern = /^([2-9]\d{3})Q([1-4])$/;

/** The months of `2026Q3`; null for what is no quarter. */
export function monthsOfQuarter(quarter: string): string[] | null {
  const [, year, number] = quarterPattern.exec(quarter) ?? [];
  return year ? [1, 2, 3].map((month) => `${year}-${String((Number(number) - 1) * 3 + month).padStart(2, '0')}`) : null;
}

export const quarterOf = (month: string): string => `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5)) / 3)}`;

/** 2026年第三季度 */
export const quarterWords = (quarter: string): string => `${quarter.slice(0, 4)}年第${'一二三四'[Number(quarter.slice(5)) - 1]}季度`;

/** The quarters whose last month is closed, the latest first. */
export const closedQuarters = (periods: readonly string[]): string[] => periods.filter((period) => /-(03|06|09|12)$/.test(period)).map(quarterOf).toSorted().toReversed();
