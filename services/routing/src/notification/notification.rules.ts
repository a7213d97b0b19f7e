import { addDays, businessDateOf, startOfBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';

/** What people are told of, and how one of it reads; `{number}` is the message's. Never its title, nor a word of a citizen. */
const sentences = {
  reminder: '{number}即将到期，请按时答复',
  urging: '{number}已超期，请尽快答复',
  'urging-order': '督办单已送达贵单位，请签收办理（{number}）',
  'reply-returned': '{number}的答复未通过审核，请修改后重新提交',
  'reply-undelivered': '{number}的答复未能送达留言人，请查看',
  'sign-off': '{number}有1件稿件待您审核签发',
  'sent-back': '{number}的稿件已退回修改',
  returned: '承办单位对{number}提出派单异议，请裁定',
  renewal: '{number}须二次办理，请按期答复',
  'renewal-reminder': '{number}的二次办理即将到期，请按时答复',
  'renewal-urging': '{number}的二次办理已超期，请尽快答复',
  'dispute-ruled': '{number}的派单异议已裁定，请查看',
  'identity-requested': '{number}有1件身份查阅申请待决定',
  'identity-decided': '{number}的身份查阅申请已有决定，请查看',
  'co-task-asked': '{number}请贵单位协办，请按期反馈',
  'co-task-reminder': '{number}的协办事项今日到期，请按期反馈',
  'co-task-late': '{number}的协办事项已逾期，尚未反馈',
  'co-task-answered': '{number}的协办单位已反馈，请查看',
  'co-task-declined': '协办单位不接受{number}的协办事项，请查看',
  'co-task-decided': '{number}的协办事项已有决定，请查看',
  'promise-reminder': '{number}答复中的承诺即将到期，请按期兑现并补充公开',
  'promise-broken': '{number}答复中的承诺已逾期，请尽快兑现并补充公开',
  'holding-pen-overdue': '{number}待分拨已超过时限，请尽快分派',
} as const;
export const notificationKinds = Object.keys(sentences) as [NotificationKind, ...NotificationKind[]];
export type NotificationKind = keyof typeof sentences;

const names: Record<NotificationKind, string> = {
  reminder: '即将到期', urging: '已超期', 'urging-order': '督办单', 'reply-returned': '答复被退回', 'reply-undelivered': '答复未送达', 'sign-off': '待签发稿件', 'sent-back': '退回修改稿件', returned: '派单异议', renewal: '二次办理', 'renewal-reminder': '二次办理即将到期', 'renewal-urging': '二次办理已超期', 'dispute-ruled': '异议已裁定', 'identity-requested': '身份查阅申请', 'identity-decided': '查阅申请已决定', 'co-task-asked': '请求协办', 'co-task-reminder': '协办今日到期', 'co-task-late': '协办逾期', 'co-task-answered': '协办已反馈', 'co-task-declined': '不接受协办', 'co-task-decided': '协办决定', 'promise-reminder': '承诺即将到期', 'promise-broken': '承诺已逾期', 'holding-pen-overdue': '待分拨超时',
};

export interface Told {
  kind: NotificationKind;
  messageNumber: string | null;
  messageId: string | null;
  /** What is to be signed. */
  draftId: string | null;
}

/** One thing is said as it is, several as a digest 汇总: how many of each. What is to be signed leads to the pages for a phone. */
export function wordsFor(told: readonly Told[], consoleUrl: string | undefined): { subject: string; text: string } {
  const [one, ...more] = told;
  if (!one) throw new RangeError('nothing to say');
  const link = (path: string) => (consoleUrl === undefined ? '' : ` ${new URL(path, consoleUrl).href}`);
  if (more.length === 0) {
    const sentence = sentences[one.kind].replace('{number}', one.messageNumber ?? '留言');
    return { subject: '【问政】办理提醒', text: `【问政】${sentence}。${link(placeOf(one))}` };
  }
  const counts = notificationKinds.flatMap((kind) => {
    const count = told.filter((each) => each.kind === kind).length;
    return count === 0 ? [] : [`${names[kind]}${count}件`];
  });
  return { subject: '【问政】办理提醒汇总', text: `【问政】您有${told.length}项待办：${counts.join('、')}。${link(told.every(({ draftId }) => draftId !== null) ? '/signing' : '/')}` };
}

function placeOf({ draftId, messageId }: Told): string {
  if (draftId !== null) return `/signing/${draftId}`;
  return messageId === null ? '/' : `/messages/${messageId}`;
}

export interface WorkingHours {
  from: string;
  to: string;
}

/** When people are next at work: now, in working hours. Where the calendar does not reach, days from Monday to Friday are taken for working days. */
export function nextWorkingTime(now: Date, { from, to }: WorkingHours, calendar: WorkingCalendar): Date {
  const today = businessDateOf(now);
  for (let day = 0; ; day += 1) {
    const date = addDays(today, day);
    if (!calendar.isWorkingDay(date)) continue;
    const [opens, closes] = [from, to].map((time) => new Date(startOfBusinessDate(date).getTime() + minutesOf(time) * 60_000)) as [Date, Date];
    if (now < opens) return opens;
    if (now < closes) return now;
  }
}

/** The beginning of the working day after the one of the instant. */
export const nextMorning = (now: Date, hours: WorkingHours, calendar: WorkingCalendar): Date => nextWorkingTime(startOfBusinessDate(addDays(businessDateOf(now), 1)), hours, calendar);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
