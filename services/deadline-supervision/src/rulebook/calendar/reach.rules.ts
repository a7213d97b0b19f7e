import { addDays, startOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** The last day of which every notice is loaded that can speak of it. */
export function settledUntil(calendar: WorkingCalendar): BusinessDate {
  const last = calendar.lastNoticeYear;
  const first = calendar.firstProvisionalDay(`${last}-01-01`, `${last + 1}-12-31`);
  return first ? addDays(first.date, -1) : `${last + 1}-12-31`;
}

/** Days from today until the calendar runs out; 0 when it has. */
export function daysLeft(calendar: WorkingCalendar, today: BusinessDate): number {
  const days = (startOfBusinessDate(settledUntil(calendar)).getTime() - startOfBusinessDate(today).getTime()) / 86_400_000;
  return Math.max(0, days);
}
