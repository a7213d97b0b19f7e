import { channelSchema, messageKindSchema, type UnitRef } from '@wenzheng/contracts';
import { addDays, businessDateOf, type BusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { z } from 'zod';
import type { SupervisionProblemCode } from '../problems.js';

/** 电子信箱 (R26) and 微博 (R35): 安排专人……进行归纳、整理和上报. */
export const briefingChannelSchema = channelSchema.extract(['mailbox', 'microblog']);
export type BriefingChannel = z.infer<typeof briefingChannelSchema>;

export const sentStates = ['submitted', 'received', 'returned'] as const;
export type SentState = (typeof sentStates)[number];
/** `collecting`: the month is not over; `missing`: it is, and nothing was sent up. */
export const briefingStates = ['collecting', 'missing', ...sentStates] as const;
export type BriefingState = (typeof briefingStates)[number];

export const briefingFiguresSchema = z.object({
  registered: z.int(),
  answered: z.int(),
  ended: z.int().describe('otherwise than by an answer'),
  open: z.int(),
  overdue: z.int().describe('of the open ones, those whose due date has passed'),
  kinds: z.array(z.object({ kind: messageKindSchema.nullable(), messages: z.int() })),
});
export type BriefingFigures = z.infer<typeof briefingFiguresSchema>;

export const themeSchema = z.object({ theme: z.string().describe('as the hot issue is called, else the words that its messages share'), messages: z.int(), people: z.int() });
export type Theme = z.infer<typeof themeSchema>;

export interface BriefingLine {
  month: string;
  channel: BriefingChannel;
  unit: UnitRef;
  state: BriefingState;
  dueOn: string | null;
  late: boolean;
  figures: BriefingFigures;
  submittedAt: Date | null;
  decidedAt: Date | null;
  reason: string | null;
}
export interface Briefing extends BriefingLine {
  summary: string | null;
  themes: Theme[];
}

/** Ours: neither article says by when. */
const withinWorkingDays = 5;

export const monthPattern = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])$/;

/** Its first day, and the first of the next. */
export function spanOfMonth(month: string): { from: BusinessDate; before: BusinessDate } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  return { from: `${month}-01`, before: `${next}-01` };
}

/** Null where the calendar does not reach. */
export const briefingDueOn = (month: string, calendar: WorkingCalendar): BusinessDate | null => calendar.addWorkingDays(addDays(spanOfMonth(month).before, -1), withinWorkingDays).dueOn;

export const hasEnded = (month: string, now: Date): boolean => businessDateOf(now) >= spanOfMonth(month).before;

export const briefingActions = ['submit', 'receive', 'return'] as const;
export type BriefingAction = (typeof briefingActions)[number];

/** Why it cannot be done with a briefing as it stands; null: nothing stands in the way. */
export function refusalOf(action: BriefingAction, state: BriefingState): Extract<SupervisionProblemCode, `deadline-supervision.briefing-${string}`> | null {
  if (action !== 'submit') return state === 'submitted' ? null : 'deadline-supervision.briefing-not-submitted';
  if (state === 'collecting') return 'deadline-supervision.briefing-month-not-over';
  return state === 'submitted' || state === 'received' ? 'deadline-supervision.briefing-submitted' : null;
}
