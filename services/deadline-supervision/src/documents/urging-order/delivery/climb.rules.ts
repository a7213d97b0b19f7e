import { addDays, businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { OrderState } from '../urging-order.rules.js';

/** Unless the order names another date. */
export const answerWithinWorkingDays = 3;

/** 反馈时限 of an order that is signed now, unless it names one itself. */
export const answerByFrom = (signedAt: Date, calendar: WorkingCalendar): BusinessDate | null =>
  calendar.addWorkingDays(businessDateOf(signedAt), answerWithinWorkingDays).dueOn;

export const climbSteps = ['unacknowledged', 'unanswered'] as const;
export type ClimbStep = (typeof climbSteps)[number];

/** Whom an order climbs to, as which level of escalation. */
export const climbTargets = {
  unacknowledged: { level: 2, to: 'supervision-office' },
  unanswered: { level: 3, to: 'inspection-bureau' },
} as const;

export interface Climbing {
  state: OrderState;
  servedAt: Date;
  answerBy: BusinessDate;
  climbed: readonly ClimbStep[];
}

export interface Climb {
  steps: ClimbStep[];
  /** When to look again; null once nothing can be due any more. */
  nextAt: Date | null;
}

/**
 * R22: an order that is not acknowledged by the end of the working day after its service goes to the supervision office, one
 * that is not answered within 3 working days, nor by its own date if that is later, to the inspection bureau; each once.
 * Nothing climbs by a provisional date: it is looked at again a day later.
 */
export function climbOf({ state, servedAt, answerBy, climbed }: Climbing, now: Date, calendar: WorkingCalendar): Climb {
  const servedOn = businessDateOf(servedAt);
  const third = calendar.addWorkingDays(servedOn, answerWithinWorkingDays);
  const due = {
    unacknowledged: { waits: state === 'served', ...calendar.addWorkingDays(servedOn, 1) },
    unanswered: {
      waits: state === 'served' || state === 'acknowledged' || state === 'returned',
      dueOn: third.dueOn !== null && third.dueOn > answerBy ? third.dueOn : answerBy,
      provisional: third.provisional || calendar.firstProvisionalDay(servedOn, answerBy) !== undefined,
    },
  };
  const steps: ClimbStep[] = [];
  const later: number[] = [];
  for (const step of climbSteps) {
    const { waits, dueOn, provisional } = due[step];
    if (!waits || climbed.includes(step) || dueOn === null) continue;
    const at = endOfBusinessDate(dueOn);
    if (at > now) later.push(at.getTime());
    else if (provisional) later.push(endOfBusinessDate(addDays(businessDateOf(now), 1)).getTime());
    else steps.push(step);
  }
  return { steps, nextAt: later.length > 0 ? new Date(Math.min(...later)) : null };
}
