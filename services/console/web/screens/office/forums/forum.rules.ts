import type { Forum, ForumPhase, LiveSession } from '../../../api/schemas.js';

export type ForumStage = 'unannounced' | 'never-announced' | 'sign-up-ahead' | 'sign-up' | 'to-be-drawn' | 'drawn' | 'begun' | 'to-be-minuted' | 'minuted' | 'cancelled';
type Standing = Pick<Forum, 'state' | 'startsAt' | 'signUp' | 'draw' | 'minutes'>;

/** Where a forum stands between its announcement and its minutes; what is not announced has no sign-up yet. */
export function forumStageOf({ state, startsAt }: Pick<LiveSession, 'state' | 'startsAt'>, forum: Standing | undefined, now: Date): ForumStage {
  if (state === 'cancelled') return 'cancelled';
  if (!forum) return now < new Date(startsAt) ? 'unannounced' : 'never-announced';
  if (forum.minutes) return 'minuted';
  if (state === 'held' || state === 'held-without-principal') return forum.draw ? 'to-be-minuted' : 'to-be-drawn';
  if (now < new Date(forum.signUp.from)) return 'sign-up-ahead';
  if (now < new Date(forum.signUp.until)) return 'sign-up';
  if (!forum.draw) return 'to-be-drawn';
  return now < new Date(forum.startsAt) ? 'drawn' : 'begun';
}

export const forumStageWords: Record<ForumStage, string> = {
  unannounced: '尚未公布报名', 'never-announced': '未公布报名', 'sign-up-ahead': '报名未开始', 'sign-up': '正在报名', 'to-be-drawn': '报名截止，待抽签', drawn: '已抽签，待举行', begun: '正在举行', 'to-be-minuted': '已举行，待公布纪要', minuted: '纪要已公布', cancelled: '已取消',
};

export interface Group {
  name: string;
  seats: number | '';
}

/** What is wrong with seats and groups (R32): the quotas fit into the seats, and each group is named once. */
export function quotasFault(seats: number | '', groups: readonly Group[]): string | null {
  if (seats === '' || !Number.isInteger(seats) || seats < 1) return '请填写名额。';
  const names = groups.map(({ name }) => name.trim());
  if (names.length === 0 || names.includes('')) return '请填写组别的名称。';
  if (new Set(names).size < names.length) return '组别的名称不能重复。';
  if (groups.some((group) => group.seats === '' || !Number.isInteger(group.seats) || group.seats < 0)) return '请填写每组保留的名额。';
  const kept = groups.reduce((sum, group) => sum + Number(group.seats), 0);
  return kept > seats ? `各组保留的名额共${kept}个，多于总名额${seats}个。` : null;
}

/** R33: each point was answered on the spot or is a message: the two add up. */
export function pointsSum(points: Forum['points']): { raised: number; answered: number; registered: number } {
  const answered = points.filter(({ answer }) => answer !== null).length;
  return { raised: points.length, answered, registered: points.filter(({ messageNumber }) => messageNumber !== null).length };
}

/** What is wrong with the figures of the minutes. */
export function attendanceFault(invited: number | '', attended: number | '', { draw }: Pick<Forum, 'draw'>): string | null {
  const isCount = (figure: number | ''): figure is number => figure !== '' && Number.isInteger(figure) && figure >= 0;
  if (!isCount(invited) || !isCount(attended)) return '请填写邀请人数和到场人数。';
  if (draw && invited > draw.selected + draw.waiting) return `邀请人数不能多于报名人数（${draw.selected + draw.waiting}人）。`;
  return attended > invited ? '到场人数不能多于邀请人数。' : null;
}

export const changeWords: Record<ForumPhase['changes'][number]['change'], string> = { added: '增加', moved: '调整', removed: '移出', postponed: '延期', cancelled: '取消' };

/** 2026年12月 */
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** What stands in the log of a phase, as a sentence. */
export function changeSentence({ change, unit, fromMonth, toMonth }: Pick<ForumPhase['changes'][number], 'change' | 'unit' | 'fromMonth' | 'toMonth'>): string {
  const months = fromMonth && toMonth && fromMonth !== toMonth ? `，由${monthWords(fromMonth)}改为${monthWords(toMonth)}` : (toMonth ?? fromMonth) ? `，${monthWords((toMonth ?? fromMonth)!)}` : '';
  return `${changeWords[change]}：${unit.name}${months}`;
}
