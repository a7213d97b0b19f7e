import { addDays, businessDateOf, endOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** When a due date ends for a message, whose policy may close the day before midnight. */
export const dueAtOf = (dueOn: string | null, closeOfBusiness: string | null): string | null =>
  dueOn === null ? null : endOfBusinessDate(dueOn, closeOfBusiness ?? undefined).toISOString();

/** Today or the next working day is 今明. Where the calendar does not reach, tomorrow. */
export function nextWorkingDayAfter(now: Date, calendar: WorkingCalendar): string {
  const today = businessDateOf(now);
  return calendar.addWorkingDays(today, 1).dueOn ?? addDays(today, 1);
}
