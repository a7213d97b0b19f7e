export const circularStates = ['draft', 'signed', 'issued', 'cancelled'] as const;
export type CircularState = (typeof circularStates)[number];
export type CircularAction = 'revise' | 'sign' | 'issue' | 'cancel';

/** 拟稿 → 签发 → 印发, or 撤销 before that. */
const transitions: Record<CircularAction, { from: readonly CircularState[]; to: CircularState }> = {
  revise: { from: ['draft'], to: 'draft' },
  sign: { from: ['draft'], to: 'signed' },
  issue: { from: ['signed'], to: 'issued' },
  cancel: { from: ['draft', 'signed'], to: 'cancelled' },
};

export function circularAfter(state: CircularState, action: CircularAction): CircularState | null {
  const { from, to } = transitions[action];
  return from.includes(state) ? to : null;
}
