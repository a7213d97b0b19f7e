import { stateAfter, type Lifecycle } from '../document/lifecycle.rules.js';

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
const lifecycle: Lifecycle<OrderState, OrderAction> = {
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
  const to = stateAfter(lifecycle, state, action);
  if (to === null) return null;
  switch (action) {
    case 'object':
      return objection === null ? { state: to, objection: 'pending' } : null;
    case 'uphold':
      return objection === 'pending' ? { state: to, objection: 'upheld' } : null;
    case 'dismiss':
      return objection === 'pending' ? { state: to, objection: 'dismissed' } : null;
    case 'accept':
    case 'return':
      return objection === 'pending' ? null : { state: to, objection };
    default:
      return { state: to, objection };
  }
}

export const isEnded = (state: OrderState): boolean => state === 'accepted' || state === 'cancelled';

/** What an order still lacks before it can be signed. */
export const lacking = ({ unit, messageIds, contact }: { unit: unknown; messageIds: readonly string[]; contact: string | null }): string[] => [
  ...(unit ? [] : ['unit']), ...(messageIds.length > 0 ? [] : ['messageIds']), ...(contact === null ? ['contact'] : []),
];
