import { expect, it } from '@jest/globals';
import { speakersOf, transcriptOf } from './scribe.rules.js';

const [principal, deputy] = [{ name: '周明', post: '局长' }, { name: '吴敏', post: '副局长' }];
const answered = (text: string, speaker: typeof principal, answeredAt: string) => ({ answer: { text, speaker, answeredAt } });

it('whoever has spoken is at hand once, the principal first', () => {
  const questions = [answered('一', deputy, '2026-11-27T01:40:00.000Z'), { answer: null }, answered('二', principal, '2026-11-27T01:50:00.000Z'), answered('三', deputy, '2026-11-27T01:55:00.000Z')];
  expect(speakersOf(principal, questions)).toEqual([principal, deputy]);
  expect(speakersOf(null, [])).toEqual([]);
});

it('the transcript goes by the time of the answer, not of the question', () => {
  const questions = [answered('后', deputy, '2026-11-27T01:50:00.000Z'), { answer: null }, answered('先', deputy, '2026-11-27T01:40:00.000Z')];
  expect(transcriptOf(questions).map(({ answer }) => answer.text)).toEqual(['先', '后']);
});
