import type { BriefingLine } from '../../api/clients.js';

export const stateWords: Record<BriefingLine['state'], string> = { collecting: '当月未满', missing: '待上报', submitted: '已上报，待签收', received: '已签收', returned: '退回重报' };

/** The month before the one of this instant, which is the one to be sent up now: `2026-10`. */
export function monthBefore(now: Date): string {
  const inShanghai = new Date(now.getTime() + 8 * 3_600_000);
  const first = new Date(Date.UTC(inShanghai.getUTCFullYear(), inShanghai.getUTCMonth() - 1, 1));
  return first.toISOString().slice(0, 7);
}

/** `2026年10月`, for people. */
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** Which one is open, as it stands in the address. */
export const keyOf = ({ month, channel, unit }: Pick<BriefingLine, 'month' | 'channel' | 'unit'>): string => `${month}~${channel}~${unit.code}`;

/** Null where the address names none. */
export function readKey(key: string | undefined): { month: string; channel: BriefingLine['channel']; unit: string } | null {
  const [, month, channel, unit] = /^(\d{4}-\d{2})~(mailbox|microblog)~(.+)$/s.exec(key ?? '') ?? [];
  return month && channel && unit ? { month, channel: channel as BriefingLine['channel'], unit } : null;
}
