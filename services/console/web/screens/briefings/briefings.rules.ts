import type { BriefingLine } from '../../api/clients.js';

export const stateWords: Record<BriefingLine['state'], string> = { collecting: '当月未满', missing: '待上报', submitted: '已上报，待签收', received: '已签收', returned: '退回重报' };

const offered = 24;

/** This month and those before it, the newest first: `2026-10`. */
export function monthsBefore(now: Date): string[] {
  const inShanghai = new Date(now.getTime() + 8 * 3_600_000);
  return Array.from({ length: offered }, (_, back) => new Date(Date.UTC(inShanghai.getUTCFullYear(), inShanghai.getUTCMonth() - back, 1)).toISOString().slice(0, 7));
}

/** The one that is to be sent up now. */
export const monthBefore = (now: Date): string => monthsBefore(now)[1]!;

/** `2026年10月`, for people. */
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** Which one is open, as it stands in the address. */
export const keyOf = ({ month, channel, unit }: Pick<BriefingLine, 'month' | 'channel' | 'unit'>): string => `${month}~${channel}~${unit.code}`;

/** Null where the address names none. */
export function readKey(key: string | undefined): { month: string; channel: BriefingLine['channel']; unit: string } | null {
  const [, month, channel, unit] = /^(\d{4}-\d{2})~(mailbox|microblog)~(.+)$/s.exec(key ?? '') ?? [];
  return month && channel && unit ? { month, channel: channel as BriefingLine['channel'], unit } : null;
}
