import { businessDateOf, endOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** Working days in which a receipt is expected; `default`: the regulation is silent. */
const receiptWorkingDays = 5;

/** From then on the receipt is missing. Null where the calendar does not reach. */
export function receiptDueAt(sentAt: Date, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(sentAt), receiptWorkingDays);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}
