/** Months as the statistics name them, `2026-11`, by the city's calendar. */
const cityMonth = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' });

export const monthOf = (instant: Date): string => cityMonth.format(instant).slice(0, 7);

export function monthBefore(month: string, n = 1): string {
  const [year = 0, ordinal = 1] = month.split('-').map(Number);
  const months = year * 12 + ordinal - 1 - n;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}

/** The last 13 months, the oldest first: a year, and the same month of the year before. */
export const thirteenMonths = (last: string): string[] => Array.from({ length: 13 }, (_, n) => monthBefore(last, 12 - n));

export const monthWords = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;
