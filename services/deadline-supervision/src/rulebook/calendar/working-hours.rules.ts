import { addDays, businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** 'HH:MM' to 'HH:MM' in Shanghai, on working days. */
export interface WorkingHours {
  from: string;
  to: string;
}

/** As a policy has them: '09:00-17:30'. */
export const workingHoursOf = (text: string): WorkingHours => ({ from: text.slice(0, 5), to: text.slice(6) });

/** Whether something handed over now meets somebody at work. */
export function isWorkingTime(instant: Date, { from, to }: WorkingHours, calendar: WorkingCalendar): boolean {
  const date = businessDateOf(instant);
  return calendar.isWorkingDay(date) && instant >= at(date, from) && instant < at(date, to);
}

/** The instant itself if it is working time, else the next at which work begins. */
export function nextWorkingTime(instant: Date, hours: WorkingHours, calendar: WorkingCalendar): Date {
  if (isWorkingTime(instant, hours, calendar)) return instant;
  let date = businessDateOf(instant);
  if (instant >= at(date, hours.from)) date = addDays(date, 1);
  while (!calendar.isWorkingDay(date)) date = addDays(date, 1);
  return at(date, hours.from);
}

const at = (date: BusinessDate, time: string): Date => (time === '00:00' ? endOfBusinessDate(addDays(date, -1)) : endOfBusinessDate(date, time));
