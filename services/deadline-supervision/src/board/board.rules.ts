import { addDays, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** A holiday is shorter than this. */
const longestWalk = 60;

/** The last day of whose submissions the review's working days are over. Null where the calendar does not say. */
export function lateReviewsUntil(today: BusinessDate, reviewWorkingDays: number, calendar: WorkingCalendar): BusinessDate | null {
  for (let back = 1; back <= longestWalk; back += 1) {
    const day = addDays(today, -back);
    const { dueOn } = calendar.addWorkingDays(day, reviewWorkingDays);
    if (dueOn !== null && dueOn < today) return day;
  }
  return null;
}
