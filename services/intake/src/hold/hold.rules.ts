import { businessDateOf, endOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { HoldReason } from '../message/hold-reasons.js';

/** Working days in which the information office decides. `default`: the regulation is silent; the message's own clock runs meanwhile. */
const decisionWorkingDays = 1;

/** The end of the next working day; null where the calendar does not reach. */
export function holdDueAt(heldAt: Date, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(heldAt), decisionWorkingDays);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}

const wordless: ReadonlySet<HoldReason> = new Set(['no-words', 'unreadable']);

/** 不属来信: only of what nobody has said anything in. Whoever wrote words is answered, or told why not. */
export const mayBeSetAside = (reasons: readonly HoldReason[]): boolean => reasons.some((reason) => wordless.has(reason));
