import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';

/** A session as far as the planner decides about it. */
export interface Planned {
  startsAt: string;
  endsAt: string;
  state: 'scheduled' | 'postponed' | 'open' | 'held' | 'held-without-principal' | 'cancelled';
  scheduledAt: string;
}

/** What the regulation asks for before it is held. */
export interface Prepared extends Planned {
  channel: 'interview' | 'forum';
  principal: { name: string; post: string } | null;
  shortNoticeReason: string | null;
  coachedAt: string | null;
  opening: { openedAt: string; uncoachedReason: string | null } | null;
}

export type Stage = 'ahead' | 'due' | 'live' | 'over' | 'cancelled' | 'held' | 'held-without-principal';

export function stageOf({ startsAt, endsAt, state }: Planned, now: Date): Stage {
  if (state === 'cancelled' || state === 'held' || state === 'held-without-principal') return state;
  if (state === 'open') return 'live';
  return now < new Date(startsAt) ? 'ahead' : now < new Date(endsAt) ? 'due' : 'over';
}

export const stageWords: Record<Stage, string> = { ahead: '预告中', due: '已到时间，尚未开始', live: '正在进行', over: '已过时间，未登记到场情况', cancelled: '已取消', held: '已举行', 'held-without-principal': '已举行，主要负责人未到场' };

const dayOf = ({ startsAt }: Pick<Planned, 'startsAt'>): BusinessDate => businessDateOf(new Date(startsAt));

export interface Month<Session> {
  month: number;
  sessions: Session[];
}

/** The twelve months of a year, each with its sessions in order of time. */
export function monthsOf<Session extends Planned>(sessions: readonly Session[], year: number): Month<Session>[] {
  const ofYear = sessions.filter((session) => Number(dayOf(session).slice(0, 4)) === year).toSorted((one, other) => one.startsAt.localeCompare(other.startsAt));
  return Array.from({ length: 12 }, (_, index) => ({ month: index + 1, sessions: ofYear.filter((session) => Number(dayOf(session).slice(5, 7)) === index + 1) }));
}

/** The years that have one, and the present one; the latest first. */
export function yearsOf(sessions: readonly Planned[], now: Date): number[] {
  const years = new Set([...sessions.map((session) => Number(dayOf(session).slice(0, 4))), Number(businessDateOf(now).slice(0, 4))]);
  return [...years].toSorted((one, other) => other - one);
}

/** Days before it that a session is announced. */
export const usualNotice = 7;

/** Whole days from the announcement to the beginning. */
export const noticeDays = ({ scheduledAt, startsAt }: Pick<Planned, 'scheduledAt' | 'startsAt'>): number => Math.floor((Date.parse(startsAt) - Date.parse(scheduledAt)) / 86_400_000);

/** Of what was asked how many are where: the sum of all is what was received. */
export function tally<State extends string>(questions: readonly { state: State }[]): { received: number; parts: { state: State; count: number }[] } {
  const counts = new Map<State, number>();
  for (const { state } of questions) counts.set(state, (counts.get(state) ?? 0) + 1);
  return { received: questions.length, parts: [...counts].map(([state, count]) => ({ state, count })) };
}

/** Whether it can be opened: on its day, from its start. Null once that is no question any more. */
export function openingOf(session: Planned, now: Date): 'early' | 'open' | 'late' | null {
  if (session.state !== 'scheduled' && session.state !== 'postponed') return null;
  if (now < new Date(session.startsAt)) return 'early';
  return businessDateOf(now) === dayOf(session) ? 'open' : 'late';
}

export interface Requirement {
  what: 'principal' | 'coaching' | 'notice' | 'asking';
  isMet: boolean;
  /** The public reason that stands in its place. */
  reason: string | null;
}

/** 准备情况: what is met, and what is excused by which reason. */
export function requirementsOf(session: Prepared, now: Date): Requirement[] {
  const stage = stageOf(session, now);
  return [
    { what: 'principal', isMet: session.principal !== null, reason: null },
    { what: 'coaching', isMet: session.coachedAt !== null, reason: session.opening?.uncoachedReason ?? null },
    { what: 'notice', isMet: noticeDays(session) >= usualNotice, reason: session.shortNoticeReason },
    { what: 'asking', isMet: stage === 'ahead' || stage === 'due' || stage === 'live', reason: null },
  ];
}

/** How long a session that is open goes on, in whole minutes. */
export function leftWords({ state, endsAt }: Planned, now: Date): string | null {
  if (state !== 'open') return null;
  const minutes = Math.round((Date.parse(endsAt) - now.getTime()) / 60_000);
  return minutes > 0 ? `距结束还有${minutes}分钟` : minutes === 0 ? '时间到' : `已超过约定时间${-minutes}分钟`;
}
