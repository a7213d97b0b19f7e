/** A calendar date of the city, 'YYYY-MM-DD' in Asia/Shanghai, whatever the zone of the process. Sorts as text. */
export type BusinessDate = string;

/** The last moment of a business day, 'HH:MM'; '24:00' is midnight at the day's end. */
export type CloseOfBusiness = string;

// Asia/Shanghai has been UTC+8 without summer time since 15 September 1991; no date here is older than 2006. Plain
// arithmetic on UTC is therefore exact, and no zone of the process and no tz database can change it.
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;

/** The Shanghai date of an instant. Throws RangeError for an invalid Date or a year outside 0000 to 9999. */
export function businessDateOf(instant: Date): BusinessDate {
  return dateOfDayNumber(Math.floor((instant.getTime() + shanghaiOffsetMs) / dayMs));
}

/** The instant at which the date begins, 00:00 in Shanghai. */
export function startOfBusinessDate(date: BusinessDate): Date {
  return new Date(dayNumberOf(date) * dayMs - shanghaiOffsetMs);
}

/**
 * The instant at which the date's business ends: 24:00 in Shanghai, or the close of business where the policy says so.
 * What happens strictly before it is in time.
 * 民法典第二百零三条：期间的最后一日的截止时间为二十四时；有业务时间的，停止业务活动的时间为截止时间。
 * Throws RangeError for a close of business that is not 'HH:MM' between '00:01' and '24:00'.
 */
export function endOfBusinessDate(date: BusinessDate, closeOfBusiness: CloseOfBusiness = '24:00'): Date {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(closeOfBusiness) ?? [];
  const minute = Number(hours) * 60 + Number(minutes);
  if (!(minute > 0 && minute <= 24 * 60)) throw new RangeError(`not a close of business 'HH:MM': ${closeOfBusiness}`);
  return new Date(startOfBusinessDate(date).getTime() + minute * 60_000);
}

/** The date so many days later, earlier if negative; calendar days, not working days. */
export function addDays(date: BusinessDate, days: number): BusinessDate {
  return dateOfDayNumber(dayNumberOf(date) + days);
}

/** 1 Monday 星期一 … 7 Sunday 星期日, as in ISO 8601. */
export function weekday(date: BusinessDate): Weekday {
  return weekdayOfDayNumber(dayNumberOf(date));
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Whether a text is a date of the calendar in the form 'YYYY-MM-DD'; '2026-02-30' is not. */
export function isBusinessDate(text: string): text is BusinessDate {
  return !Number.isNaN(parse(text));
}

/** Throws RangeError unless the text is a date 'YYYY-MM-DD'. */
export function assertBusinessDate(text: string): asserts text is BusinessDate {
  dayNumberOf(text);
}

/** Days since 1970-01-01. Throws RangeError if the text is no date. */
export function dayNumberOf(date: BusinessDate): number {
  const known = numbers.get(date);
  if (known !== undefined) return known;
  const number = parse(date);
  if (Number.isNaN(number)) throw new RangeError(`not a date 'YYYY-MM-DD': ${date}`);
  return numbers.keep(date, number);
}

export function dateOfDayNumber(number: number): BusinessDate {
  const known = dates.get(number);
  if (known !== undefined) return known;
  const text = new Date(number * dayMs).toISOString();
  if (text.length !== 24) throw new RangeError(`year outside 0000 to 9999: ${text}`);
  return dates.keep(number, text.slice(0, 10));
}

/** Reading and writing dates is most of the work of a deadline, and its dates are those of a few weeks. */
class Remembered<Key, Value> {
  readonly #values = new Map<Key, Value>();

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  keep(key: Key, value: Value): Value {
    if (this.#values.size >= 10_000) this.#values.clear();
    this.#values.set(key, value);
    return value;
  }
}
const numbers = new Remembered<BusinessDate, number>();
const dates = new Remembered<number, BusinessDate>();

// 1970-01-01 was a Thursday.
export function weekdayOfDayNumber(number: number): Weekday {
  return ((((number + 3) % 7) + 7) % 7 + 1) as Weekday;
}

function parse(text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return NaN;
  const instant = Date.parse(`${text}T00:00:00Z`);
  const rolledOver = !Number.isNaN(instant) && new Date(instant).getUTCDate() !== Number(text.slice(8));
  return rolledOver ? NaN : instant / dayMs;
}
