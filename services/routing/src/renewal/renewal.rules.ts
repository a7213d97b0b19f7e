import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** Working days in which the office decides about 不满意, in which a unit answers anew where the office names no day, and at most. All `default`: the regulation is silent. */
const decisionWorkingDays = 3;
const renewalWorkingDays = 3;
const mostWorkingDays = 10;

/** Null where the calendar does not reach. */
export function ratingDueAt(ratedAt: Date, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(ratedAt), decisionWorkingDays);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}

/** The day as the office gave it or, without one, as the rule says; `lastOn` alone where that is none that can be given. */
export function renewalDueOn(given: BusinessDate | undefined, now: Date, calendar: WorkingCalendar): { dueOn: BusinessDate | null } | { lastOn: BusinessDate | null } {
  const today = businessDateOf(now);
  if (given === undefined) return { dueOn: calendar.addWorkingDays(today, renewalWorkingDays).dueOn };
  const lastOn = calendar.addWorkingDays(today, mostWorkingDays).dueOn;
  return given > today && lastOn !== null && given <= lastOn && calendar.isWorkingDay(given) ? { dueOn: given } : { lastOn };
}
