import { addDays, businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { Lifecycle } from '../document/lifecycle.rules.js';

export const matterStates = ['flagged', 'reported', 'received', 'withdrawn'] as const;
export type MatterState = (typeof matterStates)[number];
export const matterActions = ['report', 'receive', 'withdraw'] as const;
export type MatterAction = (typeof matterActions)[number];

/** 标记 → 报市政府 → 回执; a flag set by mistake is withdrawn before it is reported. */
export const matterLifecycle: Lifecycle<MatterState, MatterAction> = {
  report: { from: ['flagged'], to: 'reported' },
  receive: { from: ['reported'], to: 'received' },
  withdraw: { from: ['flagged'], to: 'withdrawn' },
};

/** R20: 重大问题报市政府按规定办理; how soon is ours (`default`). */
export const reportWithinWorkingDays = 1;

export interface ReportDue {
  dueOn: BusinessDate | null;
  provisional: boolean;
}

export const reportDue = (flaggedAt: Date, calendar: WorkingCalendar): ReportDue => calendar.addWorkingDays(businessDateOf(flaggedAt), reportWithinWorkingDays);

/** Whether a flag has gone unreported for too long and, if not, when to look again; never by a provisional date. */
export function lapseOf(flaggedAt: Date, now: Date, calendar: WorkingCalendar): { lapsed: boolean; nextAt: Date | null } {
  const { dueOn, provisional } = reportDue(flaggedAt, calendar);
  if (dueOn === null) return { lapsed: false, nextAt: null };
  const at = endOfBusinessDate(dueOn);
  if (at > now) return { lapsed: false, nextAt: at };
  if (provisional) return { lapsed: false, nextAt: endOfBusinessDate(addDays(businessDateOf(now), 1)) };
  return { lapsed: true, nextAt: null };
}
