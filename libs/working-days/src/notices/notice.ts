import { addDays, assertBusinessDate, type BusinessDate } from '../business-date.js';

/** One day of which a notice speaks: off work (放假) or at work although it is a weekend (调休上班). */
export interface NoticeDay {
  readonly name: string;
  readonly date: BusinessDate;
  readonly isOffDay: boolean;
  /** The paper that ordered this day; by default the notice's first paper. */
  readonly paper?: string;
}

/**
 * A year's arrangement of days off, as holiday-cn publishes it: amendments of the year are merged in, `papers` are
 * the addresses of the notice and its amendments. `days` may reach into the year before and after.
 */
export interface Notice {
  readonly year: number;
  readonly papers: readonly string[];
  readonly days: readonly NoticeDay[];
}

/** A notice as a person writes it down: spans such as '02-15..02-23', several separated by a space. */
export interface NoticeTable {
  readonly year: number;
  readonly papers: readonly string[];
  readonly festivals: readonly {
    readonly name: string;
    readonly off?: string;
    readonly work?: string;
    /** Which of `papers` ordered it, counted from one; one by default. */
    readonly paper?: number;
  }[];
}

/** Expands the spans of a table into single days, in order of date. Throws RangeError for a span that is no date. */
export function expandNotice(table: NoticeTable): Notice {
  const days = table.festivals.flatMap((festival) => {
    const paper = table.papers[(festival.paper ?? 1) - 1];
    const toDays = (spans: string | undefined, isOffDay: boolean): NoticeDay[] =>
      datesOf(spans, table.year).map((date) => ({ name: festival.name, date, isOffDay, ...(paper && { paper }) }));
    return [...toDays(festival.off, true), ...toDays(festival.work, false)];
  });
  return { year: table.year, papers: table.papers, days: days.sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

function datesOf(spans: string | undefined, year: number): BusinessDate[] {
  return (spans?.split(' ') ?? []).flatMap((span) => {
    const [first = '', last = first] = span.split('..').map((text) => (text.length === 5 ? `${year}-${text}` : text));
    assertBusinessDate(last);
    const dates: BusinessDate[] = [];
    for (let date = first; date <= last; date = addDays(date, 1)) dates.push(date);
    return dates;
  });
}

/** The notice's usual title: 国务院办公厅关于2026年部分节假日安排的通知. */
export function noticeTitle(year: number, language: 'zh' | 'en' = 'zh'): string {
  return language === 'zh'
    ? `国务院办公厅关于${year}年部分节假日安排的通知`
    : `Notice of the General Office of the State Council on holiday arrangements for ${year}`;
}
