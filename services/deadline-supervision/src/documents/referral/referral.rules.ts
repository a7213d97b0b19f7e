import type { Lifecycle } from '../document/lifecycle.rules.js';

export const referralStates = ['draft', 'signed', 'concluded', 'cancelled'] as const;
export type ReferralState = (typeof referralStates)[number];
export const referralActions = ['revise', 'sign', 'conclude', 'cancel'] as const;
export type ReferralAction = (typeof referralActions)[number];

/** 拟稿 → 签发移送 → 处理结果. What was signed has left the house. */
export const referralLifecycle: Lifecycle<ReferralState, ReferralAction> = {
  revise: { from: ['draft'] },
  sign: { from: ['draft'], to: 'signed' },
  conclude: { from: ['signed'], to: 'concluded' },
  cancel: { from: ['draft'], to: 'cancelled' },
};

/**
 * What a referral still lacks before it can be signed.
 * R24: 对久拖不予解决、造成重大影响的，依法依纪予以处理: both grounds, each with its evidence.
 */
export function lacking(referral: { unit: unknown; messageIds: readonly string[]; delay: string | null; impact: string | null }): string[] {
  return [
    ...(referral.unit ? [] : ['unit']),
    ...(referral.messageIds.length > 0 ? [] : ['messageIds']),
    ...(referral.delay === null ? ['delay'] : []),
    ...(referral.impact === null ? ['impact'] : []),
  ];
}
