import { addDays, businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

export const orderStates = ['draft', 'signed', 'served', 'acknowledged', 'answered', 'accepted', 'returned', 'cancelled'] as const;
export type OrderState = (typeof orderStates)[number];

export const orderActions = ['revise', 'sign', 'serve', 'acknowledge', 'answer', 'accept', 'return', 'cancel', 'object', 'uphold', 'dismiss'] as const;
export type OrderAction = (typeof orderActions)[number];

/** 申诉: a unit may object once. */
export const objections = ['pending', 'upheld', 'dismissed'] as const;
export type Objection = (typeof objections)[number];

export interface OrderStanding {
  state: OrderState;
  objection: Objection | null;
}

const open: readonly OrderState[] = ['draft', 'signed', 'served', 'acknowledged', 'answered', 'returned'];
const withUnit: readonly OrderState[] = ['served', 'acknowledged', 'answered', 'returned'];

/** 拟稿 → 签发 → 送达 → 签收 → 办理反馈 → 审结, 退回重办 or 撤销. What stands under no action leaves the state as it is. */
const transitions: Record<OrderAction, { from: readonly OrderState[]; to?: OrderState }> = {
  revise: { from: ['draft'] },
  sign: { from: ['draft'], to: 'signed' },
  serve: { from: ['signed'], to: 'served' },
  acknowledge: { from: ['served'], to: 'acknowledged' },
  answer: { from: ['acknowledged', 'returned'], to: 'answered' },
  accept: { from: ['answered'], to: 'accepted' },
  return: { from: ['answered'], to: 'returned' },
  cancel: { from: open, to: 'cancelled' },
  object: { from: ['served', 'acknowledged', 'returned'] },
  uphold: { from: withUnit, to: 'cancelled' },
  dismiss: { from: withUnit },
};

/** What becomes of the order, or null where the action has no place: an objection that waits is ruled on before the answer is judged. */
export function standingAfter({ state, objection }: OrderStanding, action: OrderAction): OrderStanding | null {
  const { from, to = state } = transitions[action];
  if (!from.includes(state)) return null;
  switch (action) {
    case 'object':
      return objection === null ? { state, objection: 'pending' } : null;
    case 'uphold':
      return objection === 'pending' ? { state: to, objection: 'upheld' } : null;
    case 'dismiss':
      return objection === 'pending' ? { state, objection: 'dismissed' } : null;
    case 'accept':
    case 'return':
      return objection === 'pending' ? null : { state: to, objection };
    default:
      return { state: to, objection };
  }
}

export const isEnded = (state: OrderState): boolean => state === 'accepted' || state === 'cancelled';

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
