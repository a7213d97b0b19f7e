/** A day of the year as the calendar has it: 休 a day off by notice, 班 a make-up working day, else a weekday or a weekend. */
export interface GridDay {
  date: string;
  day: number;
  mark: '休' | '班' | '';
  name: string | null;
  isWeekend: boolean;
}

export interface GridMonth {
  month: number;
  /** Empty places before the first day; weeks begin on Monday. */
  blanks: number;
  days: GridDay[];
}

interface NoticeDay {
  name: string;
  date: string;
  isOffDay: boolean;
}

/** Twelve months of a year with what a notice of the State Council says of their days. */
export function yearGrid(year: number, noticed: readonly NoticeDay[]): GridMonth[] {
  const named = new Map(noticed.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const days = Array.from({ length: new Date(Date.UTC(year, index + 1, 0)).getUTCDate() }, (_unused, n): GridDay => {
      const instant = new Date(Date.UTC(year, index, n + 1));
      const date = instant.toISOString().slice(0, 10);
      const notice = named.get(date);
      const mark = notice === undefined ? '' : notice.isOffDay ? '休' : '班';
      return { date, day: n + 1, mark, name: notice?.name ?? null, isWeekend: instant.getUTCDay() % 6 === 0 };
    });
    return { month: index + 1, blanks: (new Date(Date.UTC(year, index, 1)).getUTCDay() + 6) % 7, days };
  });
}
