import {
  dateOfDayNumber,
  dayNumberOf,
  weekdayOfDayNumber,
  type BusinessDate,
  type Weekday,
} from './business-date.js';
import { listDays, tabulateYear, type ListedDay, type YearTable } from './day-table.js';
import type { Notice } from './notices/notice.js';
import { versionOf } from './notices/version.js';

export type DayKind = 'workingDay' | 'weekend' | 'holiday' | 'makeUpWorkingDay';

export interface CalendarDay {
  readonly date: BusinessDate;
  readonly kind: DayKind;
  /** The festival, for a day that a notice lists. */
  readonly name?: string;
  /** The title year of the notice that lists the day: 2012 for 2011-12-31. */
  readonly noticeYear?: number;
  /** The address of that notice, or of its amendment. */
  readonly paper?: string;
  /** A notice that is not loaded may still change this day. */
  readonly provisional: boolean;
}

export interface DueDate {
  /** Null if it cannot be known at all: day zero lies before the first notice's year. */
  readonly dueOn: BusinessDate | null;
  /** Some day after day zero, up to and including `dueOn`, is provisional; true also when `dueOn` is null. */
  readonly provisional: boolean;
}

export interface ExplainedDay extends CalendarDay {
  readonly weekday: Weekday;
  readonly counted: boolean;
  /** 0 on day zero, then 1, 2, … on the days that count; absent on the others. */
  readonly ordinal?: number;
}

/**
 * Which days are worked, by the State Council's yearly notices. Immutable: a new notice makes a new calendar with a new
 * version. Guarantee: the same notices give the same dates and the same version, in every process and time zone. Limit:
 * a year without a notice counts Monday to Friday, and every date computed through it says `provisional`.
 */
export class WorkingCalendar {
  readonly firstNoticeYear: number;
  readonly lastNoticeYear: number;
  /** Names the notices by years and content, as '2007-2026.1a2b3c4d'. */
  readonly version: string;
  readonly #notices: ReadonlyMap<number, Notice>;
  readonly #listed: ReadonlyMap<BusinessDate, ListedDay>;
  readonly #years = new Map<number, YearTable>();

  private constructor(notices: ReadonlyMap<number, Notice>) {
    const inOrder = [...notices.values()].sort((a, b) => a.year - b.year);
    this.#notices = notices;
    this.#listed = listDays(inOrder);
    this.firstNoticeYear = inOrder[0]?.year ?? NaN;
    this.lastNoticeYear = inOrder.at(-1)?.year ?? NaN;
    this.version = versionOf(inOrder);
  }

  /** Throws RangeError if there is no notice, if two are for one year, or if one lists no day: an empty file is no notice. */
  static from(notices: Iterable<Notice>): WorkingCalendar {
    const byYear = new Map<number, Notice>();
    for (const notice of notices) {
      if (byYear.has(notice.year)) throw new RangeError(`two notices for ${notice.year}`);
      byYear.set(notice.year, checked(notice));
    }
    if (byYear.size === 0) throw new RangeError('a calendar needs at least one notice');
    return new WorkingCalendar(byYear);
  }

  /** A new calendar in which this notice replaces its year's: an amendment is given as the whole year, merged. */
  with(notice: Notice): WorkingCalendar {
    return new WorkingCalendar(new Map(this.#notices).set(notice.year, checked(notice)));
  }

  /** The notices in order of year. */
  get notices(): readonly Notice[] {
    return [...this.#notices.values()].sort((a, b) => a.year - b.year);
  }

  hasNotice(year: number): boolean {
    return this.#notices.has(year);
  }

  dayOf(date: BusinessDate): CalendarDay {
    const number = dayNumberOf(date);
    const listed = this.#listed.get(date);
    if (!listed) {
      const kind = weekdayOfDayNumber(number) <= 5 ? 'workingDay' : 'weekend';
      return { date, kind, provisional: this.#isProvisional(number) };
    }
    const { name, noticeYear, paper, isOffDay } = listed;
    const kind = isOffDay ? 'holiday' : weekdayOfDayNumber(number) <= 5 ? 'workingDay' : 'makeUpWorkingDay';
    return { date, kind, name, noticeYear, ...(paper !== undefined && { paper }), provisional: false };
  }

  isWorkingDay(date: BusinessDate): boolean {
    return this.#works(dayNumberOf(date));
  }

  /**
   * The n-th working day after `date`.
   * 民法典第二百零一条：按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。
   * The day itself is day zero, worked or not; the next *working* day is day one; n = 0 is the day itself.
   * Throws RangeError unless n is a whole number from 0.
   */
  addWorkingDays(date: BusinessDate, n: number): DueDate {
    const from = dayNumberOf(date);
    if (!Number.isInteger(n) || n < 0) throw new RangeError(`not a number of working days: ${n}`);
    if (this.#isBeforeFirstNotice(date)) return { dueOn: null, provisional: true };
    const { day, provisional } = this.#walk(from, n, 1);
    return { dueOn: dateOfDayNumber(day), provisional };
  }

  /**
   * The n-th working day before `date`, for what is done so many working days ahead of a due date (提醒). Provisional if
   * a day from there up to, but not including, `date` is. Null before the first notice's year; RangeError as above.
   */
  subtractWorkingDays(date: BusinessDate, n: number): DueDate {
    if (!Number.isInteger(n) || n < 0) throw new RangeError(`not a number of working days: ${n}`);
    const { day, provisional } = this.#walk(dayNumberOf(date), n, -1);
    const dueOn = dateOfDayNumber(day);
    return this.#isBeforeFirstNotice(dueOn) ? { dueOn: null, provisional: true } : { dueOn, provisional };
  }

  /** How many working days lie after `from`, up to and including `to`; 0 if `to` is not later. */
  workingDaysBetween(from: BusinessDate, to: BusinessDate): number {
    const first = dayNumberOf(from) + 1;
    const last = dayNumberOf(to);
    if (last < first) return 0;
    let count = -this.#workedBefore(first);
    for (let year = yearOf(first); year < yearOf(last); year += 1) {
      const { workedBefore } = this.#year(year);
      count += workedBefore[workedBefore.length - 1] ?? 0;
    }
    return count + this.#workedBefore(last + 1, yearOf(last));
  }

  /**
   * The first day after `from`, up to and including `to`, that a notice not loaded may still change: its year's own
   * or, at the end of December, the next year's. Undefined if every day is settled.
   */
  firstProvisionalDay(from: BusinessDate, to: BusinessDate): { date: BusinessDate; missingNoticeYear: number } | undefined {
    const first = dayNumberOf(from) + 1;
    const last = dayNumberOf(to);
    for (let year = yearOf(first); first <= last && year <= yearOf(last); year += 1) {
      const { firstDay, provisional } = this.#year(year);
      const index = provisional.indexOf(1, Math.max(0, first - firstDay));
      if (index < 0) continue;
      if (firstDay + index > last) return undefined;
      return { date: dateOfDayNumber(firstDay + index), missingNoticeYear: this.hasNotice(year) ? year + 1 : year };
    }
    return undefined;
  }

  /** Every day from day zero to the due date, with the reason why it counts or not; empty if the date cannot be known. */
  explain(date: BusinessDate, n: number): ExplainedDay[] {
    const { dueOn } = this.addWorkingDays(date, n);
    if (dueOn === null) return [];
    const zero = dayNumberOf(date);
    const rows: ExplainedDay[] = [];
    let ordinal = 0;
    for (let number = zero; number <= dayNumberOf(dueOn); number += 1) {
      const day = this.dayOf(dateOfDayNumber(number));
      const counted = number > zero && this.#works(number);
      if (counted) ordinal += 1;
      const isNumbered = counted || number === zero;
      rows.push({ ...day, weekday: weekdayOfDayNumber(number), counted, ...(isNumbered && { ordinal }) });
    }
    return rows;
  }

  #isBeforeFirstNotice(date: BusinessDate): boolean {
    return Number(date.slice(0, 4)) < this.firstNoticeYear;
  }

  #walk(from: number, workingDays: number, step: 1 | -1): { day: number; provisional: boolean } {
    let table = this.#year(yearOf(from));
    let provisional = false;
    let day = from;
    for (let left = workingDays; left > 0; ) {
      day += step;
      let index = day - table.firstDay;
      if (index < 0 || index >= table.works.length) {
        table = this.#year(yearOf(day));
        index = day - table.firstDay;
      }
      left -= table.works[index] ?? 0;
      provisional ||= table.provisional[index] === 1;
    }
    return { day, provisional };
  }

  #works(day: number): boolean {
    const table = this.#year(yearOf(day));
    return table.works[day - table.firstDay] === 1;
  }

  #isProvisional(day: number): boolean {
    const table = this.#year(yearOf(day));
    return table.provisional[day - table.firstDay] === 1;
  }

  #workedBefore(day: number, year = yearOf(day)): number {
    const table = this.#year(year);
    return table.workedBefore[day - table.firstDay] ?? 0;
  }

  #year(year: number): YearTable {
    const known = this.#years.get(year);
    if (known) return known;
    const table = tabulateYear(year, this.#listed, (other) => this.#notices.has(other));
    this.#years.set(year, table);
    return table;
  }
}

function yearOf(dayNumber: number): number {
  return new Date(dayNumber * 86_400_000).getUTCFullYear();
}

function checked(notice: Notice): Notice {
  if (notice.days.length === 0) throw new RangeError(`the notice for ${notice.year} lists no day`);
  const dates = new Set(notice.days.map((day) => day.date));
  if (dates.size < notice.days.length) throw new RangeError(`the notice for ${notice.year} lists a day twice`);
  const strange = [...dates].find((date) => Math.abs(yearOf(dayNumberOf(date)) - notice.year) > 1);
  if (strange) throw new RangeError(`the notice for ${notice.year} lists ${strange}`);
  return notice;
}
