import { addDays, type WorkingCalendar } from '@wenzheng/working-days';
import type { CoTaskItem, Message } from '../../api/schemas.js';

/** 协办事项 as a message and a list tell of it. */
export type CoTask = Message['coTasks'][number];

export const coTaskWords: Readonly<Record<CoTask['state'], string>> = { asked: '待接受', accepted: '办理中', answered: '已反馈', declined: '不接受', ended: '已终止' };

/** What is offered as the day by which a co-unit tells the lead what it has to say: the working day before the lead's own, else the next one. */
export function offeredDay(replyDueOn: string | null, today: string, calendar: WorkingCalendar): string {
  if (replyDueOn === today) return today;
  if (replyDueOn === null || replyDueOn < today) return calendar.addWorkingDays(today, 1).dueOn ?? '';
  let day = addDays(replyDueOn, -1);
  while (day > today && !calendar.isWorkingDay(day)) day = addDays(day, -1);
  return calendar.isWorkingDay(day) ? day : replyDueOn;
}

/** Whether the unit may read the message itself: as long as it is asked or takes part. */
export const isReadable = ({ state }: Pick<CoTaskItem, 'state'>): boolean => state !== 'declined' && state !== 'ended';

/** 协办单位: those that take part, each once. */
export const coUnitsOf = (tasks: readonly Pick<CoTask, 'unit' | 'state'>[]): string[] =>
  [...new Set(tasks.filter(({ state }) => state === 'accepted' || state === 'answered').map(({ unit }) => unit.name))];

/** Whether a unit takes part, or was asked first, while another one leads. */
export const isBesideLead = ({ unit, firstAsked, coTasks }: Pick<Message, 'unit' | 'firstAsked' | 'coTasks'>, own: string | undefined): boolean =>
  own !== undefined && unit !== null && unit.code !== own && (firstAsked?.code === own || coTasks.some((task) => task.unit.code === own));
