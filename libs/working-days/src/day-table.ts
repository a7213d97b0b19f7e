import { dateOfDayNumber, dayNumberOf, weekdayOfDayNumber, type BusinessDate } from './business-date.js';
import type { Notice, NoticeDay } from './notices/notice.js';

export interface ListedDay extends NoticeDay {
  readonly noticeYear: number;
  readonly paper?: string;
}

/**
 * No notice from 2007 to 2026 changed a day before 29 December of the year before (2007-12-29 and 2018-12-29, both
 * make-up Saturdays for New Year). From that day on December belongs to two notices, and without the next one it is
 * not known for certain.
 */
export const nextNoticeReachesBackTo = '12-29';

export interface YearTable {
  /** Day number of 1 January. */
  readonly firstDay: number;
  /** 1 for a day on which work is done, by index from 1 January. */
  readonly works: Uint8Array;
  /** How many days before this index are worked; one entry more than the year has days. */
  readonly workedBefore: Uint16Array;
  /** 1 for a day that a notice not loaded yet may still change. */
  readonly provisional: Uint8Array;
}

/** Every day of which some notice speaks. Of two notices that name the same day the later year's rules. */
export function listDays(notices: readonly Notice[]): ReadonlyMap<BusinessDate, ListedDay> {
  const listed = new Map<BusinessDate, ListedDay>();
  for (const notice of [...notices].sort((a, b) => a.year - b.year)) {
    for (const day of notice.days) {
      const paper = day.paper ?? notice.papers[0];
      listed.set(day.date, { ...day, noticeYear: notice.year, ...(paper !== undefined && { paper }) });
    }
  }
  return listed;
}

/** One year, day by day. What a notice lists is so; every other day is worked from Monday to Friday. */
export function tabulateYear(
  year: number,
  listed: ReadonlyMap<BusinessDate, ListedDay>,
  hasNotice: (year: number) => boolean,
): YearTable {
  const text = String(year).padStart(4, '0');
  const firstDay = dayNumberOf(`${text}-01-01`);
  const length = dayNumberOf(`${text}-12-31`) - firstDay + 1;
  const unsettledFrom = hasNotice(year)
    ? hasNotice(year + 1) ? length : dayNumberOf(`${text}-${nextNoticeReachesBackTo}`) - firstDay
    : 0;
  const table: YearTable = {
    firstDay,
    works: new Uint8Array(length),
    workedBefore: new Uint16Array(length + 1),
    provisional: new Uint8Array(length),
  };
  let worked = 0;
  for (let index = 0; index < length; index += 1) {
    const notice = listed.get(dateOfDayNumber(firstDay + index));
    const works = notice ? !notice.isOffDay : weekdayOfDayNumber(firstDay + index) <= 5;
    table.works[index] = works ? 1 : 0;
    table.provisional[index] = !notice && index >= unsettledFrom ? 1 : 0;
    worked += works ? 1 : 0;
    table.workedBefore[index + 1] = worked;
  }
  return table;
}
