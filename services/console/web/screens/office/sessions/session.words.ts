import type { LiveQuestion } from '../../../api/clients.js';
import { chineseDates, channelWords } from '../../../words.js';
import { timesOf } from './session.times.js';

export { channelWords };

/** 9月30日（星期三）15:00—17:00 */
export function whenWords(session: { startsAt: string; endsAt: string }, year: number): string {
  const { day, from, to } = timesOf(session);
  return `${chineseDates.short(day, year)}（${chineseDates.weekday(day)}）${from}—${to}`;
}

/** What a question is called in a list: nothing of a report of wrongdoing 举报 is shown. */
export const titleOf = ({ kind, title, text }: Pick<LiveQuestion, 'kind' | 'title' | 'text'>): string => (kind === 'report' ? '举报（不在会上处理）' : title || text || '（无标题）');
