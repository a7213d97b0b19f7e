import type { QuestionState } from '@wenzheng/contracts';
import { dateWords, instantWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import { sessionStage, type SessionStage, type SessionState } from '../../session/session.rules.js';

const stages: Readonly<Record<SessionStage, { word: string; tone: string }>> = {
  announced: { word: '预告', tone: 'blue' },
  live: { word: '正在进行', tone: 'yellow' },
  held: { word: '已举行', tone: 'green' },
  'held-without-principal': { word: '已举行 · 主要负责人未到场', tone: 'red' },
  unrecorded: { word: '已过预定时间 · 未举行', tone: 'red' },
  cancelled: { word: '已取消', tone: 'grey' },
};

/** What readers are to know at once, shown plainly: 未辅导, 改期. */
export function StageTag({ session, now }: { session: SessionState; now: Date }) {
  const { word, tone } = stages[sessionStage(session, now)];
  const flags = [session.postponement && '改期', session.opening?.uncoachedReason && '未辅导'].filter((flag) => flag);
  return <span class={`tag ${tone}`}>{[word, ...flags].join(' · ')}</span>;
}

export const questionWords: Readonly<Record<QuestionState, string>> = {
  waiting: '待选', chosen: '已选', answering: '嘉宾作答中', answered: '现场已答', merged: '重复合并', 'carried-over': '会后办理', 'not-published': '未予发布', withdrawn: '已撤回',
};

const clock = (at: Date): string => /\d{1,2}:\d{2}/.exec(instantWords(at))?.[0] ?? '';
export const clockWords = clock;

/** 2026年11月27日（星期五）9:30—10:30 */
export const timeWords = ({ startsAt, endsAt }: Pick<SessionState, 'startsAt' | 'endsAt'>): string => `${dateWords(businessDateOf(startsAt))} ${clock(startsAt)}—${clock(endsAt)}`;

export const interviewPath = ({ number }: Pick<SessionState, 'number'>): string => `/interviews/${encodeURIComponent(number)}`;

export const guestWords = ({ unit, principal }: SessionState): string => (principal ? `${unit.name}${principal.post}${principal.name}` : unit.name);
