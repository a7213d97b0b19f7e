import { describe, expect, it } from '@jest/globals';
import { amendedWords, changesWords, correctionWords } from './correction.rules.js';

const titleOf = (name: string) => ({ answered: '已答复', overdue: '超期' })[name] ?? name;

describe('a correction of closed figures in words', () => {
  it('says what late evidence would change', () => {
    expect(amendedWords({ answered: 2, overdue: -1, open: undefined }, titleOf)).toBe('已答复 +2，超期 −1');
    expect(amendedWords({}, titleOf)).toBe('');
  });

  it('says what was changed, from what to what', () => {
    expect(changesWords({ answered: { before: 120, after: 122 } }, titleOf)).toBe('已答复 120 → 122');
  });

  it.each([
    [{ number: null, countedAt: null }, '正在重新计算'],
    [{ number: null, countedAt: '2026-11-05T00:00:00Z' }, '重新计算后数字没有变化'],
    [{ number: 2, countedAt: '2026-11-05T00:00:00Z' }, '第2次更正'],
  ])('%j is %s', (correction, words) => expect(correctionWords(correction)).toBe(words));
});
