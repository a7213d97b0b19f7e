import { addDays, businessDateOf, endOfBusinessDate, startOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { EscalationAddressee } from '../escalation.entity.js';

/**
 * R22 names 市政府督查室、市监察局、市政府信息办: what the first does not acknowledge goes to the second. The third coordinates the units and
 * supervises none of them, so that the second keeps what it does not acknowledge itself. What waits for a unit is the third's own
 * lateness: it goes from there to the first, and stays there, since the second has no unit to supervise.
 */
export const nextOffice: Readonly<Partial<Record<EscalationAddressee, EscalationAddressee>>> = {
  'information-office': 'supervision-office',
  'supervision-office': 'inspection-bureau',
};

/**
 * What was raised before this instant should have been acknowledged by now. The day on which it was raised is day zero, and the last
 * working day ends like any other; a day that a notice not yet loaded may still change is no last day.
 */
export function raisedBefore(now: Date, workingDays: number, closeOfBusiness: string, calendar: WorkingCalendar): Date {
  let raisedOn = businessDateOf(now);
  while (!isOver(raisedOn, now, workingDays, closeOfBusiness, calendar)) raisedOn = addDays(raisedOn, -1);
  return startOfBusinessDate(addDays(raisedOn, 1));
}

function isOver(raisedOn: string, now: Date, workingDays: number, closeOfBusiness: string, calendar: WorkingCalendar): boolean {
  const last = lastInstant(raisedOn, workingDays, closeOfBusiness, calendar);
  return last !== null && last <= now;
}

/** By when to acknowledge what was raised on a day; null while a notice not yet loaded may change it. */
export function lastInstant(raisedOn: string, workingDays: number, closeOfBusiness: string, calendar: WorkingCalendar): Date | null {
  const { dueOn, provisional } = calendar.addWorkingDays(raisedOn, workingDays);
  return dueOn === null || provisional ? null : endOfBusinessDate(dueOn, closeOfBusiness);
}
