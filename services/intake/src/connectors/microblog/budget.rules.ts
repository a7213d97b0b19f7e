import type { Account } from '../../config.js';
import type { BudgetKind } from './microblog.entity.js';

interface Allowance {
  most: number;
  seconds: number;
}

/**
 * What the platform lets an account do. Its pages contradict each other, so that these are the smallest figures of each: 100 calls a user and day
 * and 30 comments an hour; of the commercial tier, 50,000 calls an hour of one address, which fifty accounts share.
 */
export const allowances: Record<Account['tier'], Record<BudgetKind, Allowance>> = {
  basic: { calls: { most: 100, seconds: 86_400 }, comments: { most: 30, seconds: 3_600 } },
  commercial: { calls: { most: 1_000, seconds: 3_600 }, comments: { most: 60, seconds: 3_600 } },
};

/** The end of the hour, or of the day in Shanghai. */
export function windowEnd(seconds: number, now: Date): Date {
  const [length, offset] = [seconds * 1_000, 8 * 3_600_000];
  return new Date(Math.floor((now.getTime() + offset) / length + 1) * length - offset);
}

/** Looking for what came in leaves this of the calls to what has to be said. */
const sharedOut = 0.8;
export const mostFor = (tier: Account['tier'], kind: BudgetKind, use: 'fetching' | 'saying'): number => Math.floor(allowances[tier][kind].most * (use === 'fetching' ? sharedOut : 1));

/** A basic account's calls are for a day. */
export const pollSeconds = (tier: Account['tier'], seconds: number): number => (tier === 'basic' ? Math.max(seconds, 3_600) : seconds);
