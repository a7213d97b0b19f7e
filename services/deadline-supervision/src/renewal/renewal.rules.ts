import { endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { nextWorkingTime, type WorkingHours } from '../rulebook/calendar/working-hours.rules.js';

/** What is done about a renewed handling by itself, once: as for a message up to level 2 (`default`), on its own date. */
export const renewalSteps = ['reminder', 'level-1', 'urging', 'level-2'] as const;
export type RenewalStep = (typeof renewalSteps)[number];

const secondLevelWorkingDays = 2;

/** By the instant at which each is due; none where the calendar does not reach. What people read waits until they are at work. */
export function stepsOf(dueOn: BusinessDate, hours: WorkingHours, calendar: WorkingCalendar): { step: RenewalStep; at: Date }[] {
  const before = calendar.subtractWorkingDays(dueOn, 1);
  const second = calendar.addWorkingDays(dueOn, secondLevelWorkingDays);
  if (before.dueOn === null || before.provisional || second.dueOn === null || second.provisional) return [];
  const handed = (date: BusinessDate): Date => nextWorkingTime(endOfBusinessDate(date), hours, calendar);
  return [
    { step: 'reminder', at: handed(before.dueOn) },
    { step: 'level-1', at: endOfBusinessDate(dueOn) },
    { step: 'urging', at: handed(dueOn) },
    { step: 'level-2', at: endOfBusinessDate(second.dueOn) },
  ];
}

/** A reminder that comes once the date has passed would remind of nothing. */
export function dueSteps(steps: readonly { step: RenewalStep; at: Date }[], done: readonly string[], now: Date): { due: RenewalStep[]; nextAt: Date | null } {
  const open = steps.filter(({ step }) => !done.includes(step));
  const passed = open.filter(({ at }) => at <= now).map(({ step }) => step);
  const isOverdue = passed.includes('level-1') || done.includes('level-1');
  return { due: passed.filter((step) => step !== 'reminder' || !isOverdue), nextAt: open.find(({ at }) => at > now)?.at ?? null };
}
