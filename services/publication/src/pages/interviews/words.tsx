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
  return <span class={`tag ${stages[sessionStage(session, now)].tone}`}>{stageWords(session, now)}</span>;
}

export function stageWords(session: SessionState, now: Date): string {
  const flags = [session.postponement && '改期', session.opening?.uncoachedReason && '未辅导'].filter((flag) => flag);
  return [stages[sessionStage(session, now)].word, ...flags].join(' · ');
}

/** What was not as it should be, by name, with its reason. */
export function noticesOf({ postponement, cancellation, shortNoticeReason, opening, closing }: SessionState): [string, string][] {
  const notices: [string, string][] = [];
  if (postponement) notices.push(['改期', `原定于${timeWords({ startsAt: postponement.firstStartsAt, endsAt: postponement.firstStartsAt }).split('—')[0] ?? ''}。原因：${postponement.reason}`]);
  if (cancellation) notices.push(['取消', `原因：${cancellation.reason}。已收到的提问照常办理。`]);
  if (shortNoticeReason) notices.push(['预告不足7天', `原因：${shortNoticeReason}`]);
  if (opening?.uncoachedReason) notices.push(['未辅导', `访谈前没有辅导。原因：${opening.uncoachedReason}`]);
  if (closing?.absenceReason) notices.push(['主要负责人未到场', `原因：${closing.absenceReason}`]);
  return notices;
}

const clock = (at: Date): string => /\d{1,2}:\d{2}/.exec(instantWords(at))?.[0] ?? '';
export const clockWords = clock;

/** 2026年11月27日（星期五）9:30—10:30 */
export const timeWords = ({ startsAt, endsAt }: Pick<SessionState, 'startsAt' | 'endsAt'>): string => `${dateWords(businessDateOf(startsAt))} ${clock(startsAt)}—${clock(endsAt)}`;

export const interviewPath = ({ number }: Pick<SessionState, 'number'>): string => `/interviews/${encodeURIComponent(number)}`;

export const guestWords = ({ unit, principal }: SessionState): string => (principal ? `${unit.name}${principal.post}${principal.name}` : unit.name);
