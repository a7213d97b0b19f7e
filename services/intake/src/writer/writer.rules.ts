import type { Ending } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';

/** 满意度评价 and 追问, days after the answer; `default`: the regulation is silent. */
const answerDays = 30;

/** Until when the writer may rate, or ask again. */
export const untilAfter = (answeredAt: Date): Date => new Date(answeredAt.getTime() + answerDays * 86_400_000);

export const isAnswered = (ending: Ending): boolean => ending === 'publicly-answered' || ending === 'privately-answered';

/** On the last day as well; where the calendar could not say which that is, no day is too late. */
export const isInTimeToObject = (objectionUntil: BusinessDate | null, now: Date): boolean => objectionUntil === null || businessDateOf(now) <= objectionUntil;
