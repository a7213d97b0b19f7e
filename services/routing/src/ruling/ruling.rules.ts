import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** Working days in which the office decides about a proposal, in which the writer can object, and in which that is decided. All `default`: the regulation is silent. */
const proposalWorkingDays = 1;
const objectionWorkingDays = 10;
const decisionWorkingDays = 3;

const endAfter = (from: Date, days: number, calendar: WorkingCalendar): Date | null => {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(from), days);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
};

export const proposalDueAt = (proposedAt: Date, calendar: WorkingCalendar): Date | null => endAfter(proposedAt, proposalWorkingDays, calendar);
export const objectionDueAt = (filedAt: Date, calendar: WorkingCalendar): Date | null => endAfter(filedAt, decisionWorkingDays, calendar);

/** The last day on which the writer can object. */
export const objectionUntil = (ruledAt: Date, calendar: WorkingCalendar): BusinessDate | null => calendar.addWorkingDays(businessDateOf(ruledAt), objectionWorkingDays).dueOn;
