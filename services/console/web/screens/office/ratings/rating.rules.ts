import { businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** 二次办理: a working day after today, the tenth at most; the third where nothing speaks for another. */
const most = 10;
const usual = 3;

export interface RenewalDay {
  date: BusinessDate;
  nth: number;
}

/** The days that can be given, as far as the calendar reaches. */
export function renewalDays(now: Date, calendar: WorkingCalendar): RenewalDay[] {
  const today = businessDateOf(now);
  return Array.from({ length: most }, (_, index) => index + 1).flatMap((nth) => {
    const { dueOn } = calendar.addWorkingDays(today, nth);
    return dueOn === null ? [] : [{ date: dueOn, nth }];
  });
}

export const usualDay = (days: readonly RenewalDay[]): BusinessDate | undefined => days.find(({ nth }) => nth === usual)?.date;
