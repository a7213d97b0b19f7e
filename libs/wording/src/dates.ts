import { businessDateOf, startOfBusinessDate, weekday, type BusinessDate } from '@wenzheng/working-days';
import type { Language } from './language.js';

/** Dates and times in words. A short date gives its year only if that is not the year the reader has in mind. */
export interface DateWords {
  /** 2026年9月22日 / 22 September 2026 */
  full(date: BusinessDate): string;
  /** 9月22日 / 22 September */
  short(date: BusinessDate, year: number): string;
  /** 星期二 / Tuesday */
  weekday(date: BusinessDate): string;
  /** 17时30分, 24时 / 17:30, 24:00 */
  clock(time: string): string;
}

const numbersOf = (date: BusinessDate) => date.split('-').map(Number) as [number, number, number];

export const chineseDates: DateWords = {
  full(date) {
    const [year, month, day] = numbersOf(date);
    return `${year}年${month}月${day}日`;
  },
  short(date, year) {
    const [ownYear, month, day] = numbersOf(date);
    return ownYear === year ? `${month}月${day}日` : chineseDates.full(date);
  },
  weekday: (date) => `星期${'一二三四五六日'[weekday(date) - 1]}`,
  clock(time) {
    const [hours = '', minutes = ''] = time.split(':');
    return minutes === '00' ? `${Number(hours)}时` : `${Number(hours)}时${minutes}分`;
  },
};

const months = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const englishDates: DateWords = {
  full(date) {
    const [year, month, day] = numbersOf(date);
    return `${day} ${months[month - 1]} ${year}`;
  },
  short(date, year) {
    const [ownYear, month, day] = numbersOf(date);
    return ownYear === year ? `${day} ${months[month - 1]}` : englishDates.full(date);
  },
  weekday: (date) => weekdays[weekday(date) - 1] ?? '',
  clock: (time) => time,
};

/** The time of day in Shanghai, 'HH:MM'. */
export function timeOfDay(instant: Date): string {
  const minutes = Math.floor((instant.getTime() - startOfBusinessDate(businessDateOf(instant)).getTime()) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** 2026年9月18日: 成文日期 in Arabic digits, months and days without padding (GB/T 9704-2012, 7.3.5.4). */
export const dateWords = chineseDates.full;

export const datesIn: Readonly<Record<Language, DateWords>> = { zh: chineseDates, en: englishDates };

/** 2026年9月18日（星期五）15:20 / Friday, 18 September 2026, 15:20, in Shanghai whatever the zone of the process: for pages. */
export function instantWords(instant: Date, language: Language = 'zh'): string {
  const date = businessDateOf(instant);
  if (language === 'en') return `${englishDates.weekday(date)}, ${englishDates.full(date)}, ${timeOfDay(instant)}`;
  return `${dateWords(date)}（${chineseDates.weekday(date)}）${timeOfDay(instant)}`;
}

/** 2026年9月1日15时20分, in Shanghai: for documents. */
export function documentInstantWords(instant: Date): string {
  const [hours = '', minutes = ''] = timeOfDay(instant).split(':');
  return `${dateWords(businessDateOf(instant))}${Number(hours)}时${minutes}分`;
}
