/** 新到, 今明到期, 超期, 退回, 督办, 待签: what a unit's desk is sorted into. One message may stand in several. */
export const deskTabs = ['new', 'due-soon', 'overdue', 'returned', 'urged', 'in-sign-off'] as const;
export type DeskTab = (typeof deskTabs)[number];

/** What the unit has to answer, of today's messages: history asks nothing of anybody. */
export const toAnswer = `state = 'assigned' AND NOT historical`;

const ofThisAssignment = 'draft.message_id = message.message_id AND draft.assigned_at = message.assigned_at';
/** Nobody has begun anything about it since the unit got it. */
const isNew = `NOT EXISTS (SELECT FROM draft WHERE ${ofThisAssignment}) AND NOT EXISTS (SELECT FROM reply WHERE reply.message_id = message.message_id AND reply.unit_code = message.unit_code)`;
/** By publication's gate or the information office, or to its drafter inside the unit. */
const isReturned = `(EXISTS (SELECT FROM reply JOIN review ON review.reply_id = reply.reply_id WHERE reply.message_id = message.message_id AND reply.unit_code = message.unit_code AND outcome = 'returned')
  OR EXISTS (SELECT FROM draft WHERE ${ofThisAssignment} AND draft.state = 'drafting' AND (SELECT act FROM draft_act WHERE draft_act.draft_id = draft.draft_id ORDER BY ordinal DESC LIMIT 1) = 'send-back'))`;
/** SQL condition on `message`: its unit has submitted a paper about it, which waits for 审核、签发. */
export const isInSignOff = `EXISTS (SELECT FROM draft WHERE ${ofThisAssignment} AND draft.unit_code = message.unit_code AND draft.state = 'in-sign-off')`;
const isUrged = `message.message_id IN (SELECT urging_order.message_id FROM urging_order WHERE served_at IS NOT NULL AND urging_order.closed_at IS NULL)`;

const conditions: Record<DeskTab, (soon: () => string) => string> = {
  new: () => `${toAnswer} AND ${isNew}`,
  'due-soon': (soon) => `${toAnswer} AND overdue_since IS NULL AND reply_due_on <= ${soon()}::date`,
  overdue: () => `${toAnswer} AND overdue_since IS NOT NULL AND deadline_closed_at IS NULL`,
  returned: () => `${toAnswer} AND ${isReturned}`,
  'in-sign-off': () => `${toAnswer} AND ${isInSignOff}`,
  urged: () => `ending = 'open' AND NOT historical AND ${isUrged}`,
};

/** SQL condition on `message`. @param soon gives the placeholder of the next working day, where the tab needs one */
export const tabCondition = (tab: DeskTab, soon: () => string): string => conditions[tab](soon);
