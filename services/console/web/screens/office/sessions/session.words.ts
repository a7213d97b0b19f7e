import { chineseDates, channelWords } from '../../../words.js';
import { timesOf } from './session.times.js';

export { channelWords };

/** 9月30日（星期三）15:00—17:00 */
export function whenWords(session: { startsAt: string; endsAt: string }, year: number): string {
  const { day, from, to } = timesOf(session);
  return `${chineseDates.short(day, year)}（${chineseDates.weekday(day)}）${from}—${to}`;
}
