import type { Lifecycle } from '../document/lifecycle.rules.js';

export const circularStates = ['draft', 'signed', 'issued', 'cancelled'] as const;
export type CircularState = (typeof circularStates)[number];
export const circularActions = ['revise', 'sign', 'issue', 'cancel'] as const;
export type CircularAction = (typeof circularActions)[number];

/** 拟稿 → 签发 → 印发, or 撤销 before that. */
export const circularLifecycle: Lifecycle<CircularState, CircularAction> = {
  revise: { from: ['draft'] },
  sign: { from: ['draft'], to: 'signed' },
  issue: { from: ['signed'], to: 'issued' },
  cancel: { from: ['draft', 'signed'], to: 'cancelled' },
};
