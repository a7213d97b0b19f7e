import { businessDateOf, endOfBusinessDate, type BusinessDate, type CloseOfBusiness, type WorkingCalendar } from '@wenzheng/working-days';
import type { RoutingProblemCode } from '../../problems.js';

/** The dates are deadline-supervision's, which knows the message's policy; null until its event has arrived, and where it cannot know. */
export interface ExtensionCase {
  replyDueOn: BusinessDate | null;
  finalDueOn: BusinessDate | null;
  /** Null as well where the dates were told before it was. */
  noticeDueOn: BusinessDate | null;
  closeOfBusiness: CloseOfBusiness | null;
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
  const { replyDueOn, finalDueOn: cap, newDueOn, now } = request;
  if (replyDueOn === null || cap === null) return { accepted: false, code: 'routing.deadline-unknown', parameters: {} };
  if (newDueOn > cap) return { accepted: false, code: 'routing.extension-beyond-cap', parameters: { cap } };
  if (!calendar.isWorkingDay(newDueOn)) return { accepted: false, code: 'routing.extension-not-a-working-day', parameters: { date: newDueOn } };
  const today = businessDateOf(now);
  const after = today > replyDueOn ? today : replyDueOn;
  if (newDueOn <= replyDueOn || newDueOn < today) return { accepted: false, code: 'routing.extension-not-later', parameters: { after } };
  const noticeDueOn = request.noticeDueOn ?? replyDueOn;
  const timely = now < endOfBusinessDate(noticeDueOn, request.closeOfBusiness ?? undefined);
  return { accepted: true, timely, cap, noticeDueOn };
}
