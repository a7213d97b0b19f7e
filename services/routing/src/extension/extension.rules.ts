import { businessDateOf, endOfBusinessDate, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import type { RoutingProblemCode } from '../problems.js';

/** 3个工作日, and 最长办理时限不得超过10个工作日 (R10, R11). */
const replyWorkingDays = 3;
const finalWorkingDays = 10;

export interface ExtensionCase {
  /** Day zero of the clock. */
  registeredOn: BusinessDate;
  /** As deadline-supervision computed them for the message's channel and session, once they are known here. */
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  newDueOn: BusinessDate;
  now: Date;
}

export type ExtensionRuling =
  | { accepted: true; timely: boolean; cap: BusinessDate; noticeDueOn: BusinessDate }
  | { accepted: false; code: RoutingProblemCode; parameters: Record<string, string> };

/**
 * 对确需延长办理时限的帖子，有关部门要在3个工作日内在网上作出说明。A later notice is accepted, recorded and shown, and cures nothing.
 * The cap counts from the original start; nothing that a unit asks for moves it.
 */
export function ruleExtension(request: ExtensionCase, calendar: WorkingCalendar): ExtensionRuling {
  const noticeDueOn = request.replyDueOn ?? calendar.addWorkingDays(request.registeredOn, replyWorkingDays).dueOn;
  const cap = request.finalDueOn ?? calendar.addWorkingDays(request.registeredOn, finalWorkingDays).dueOn;
  if (noticeDueOn === null || cap === null) {
    return { accepted: false, code: 'routing.extension-beyond-cap', parameters: { cap: cap ?? '-' } };
  }
  if (request.newDueOn > cap) return { accepted: false, code: 'routing.extension-beyond-cap', parameters: { cap } };
  if (!calendar.isWorkingDay(request.newDueOn)) {
    return { accepted: false, code: 'routing.extension-not-a-working-day', parameters: { date: request.newDueOn } };
  }
  const today = businessDateOf(request.now);
  const after = today > noticeDueOn ? today : noticeDueOn;
  if (request.newDueOn <= noticeDueOn || request.newDueOn < today) {
    return { accepted: false, code: 'routing.extension-not-later', parameters: { after } };
  }
  return { accepted: true, timely: request.now < endOfBusinessDate(noticeDueOn), cap, noticeDueOn };
}
