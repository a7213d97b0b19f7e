import { expect, it } from '@jest/globals';
import { differenceOf, sentenceOf, shortSentenceOf, sumOf, type Equation } from './equation.rules.js';

const line = (registered: number, open: number): Equation => ({ received: registered, held: 0, setAside: 0, registered, 'publicly-answered': 2, 'privately-answered': 1, 'ruled-invalid': 0, merged: 0, transferred: 1, withdrawn: 0, open });

it('the difference is what has no ending and is not open either', () => {
  expect(differenceOf(line(6, 2))).toBe(0);
  expect(differenceOf(line(7, 2))).toBe(1);
});

it('the city is the sum of its channels', () => {
  expect(sumOf([line(6, 2), line(5, 1)])).toEqual({ received: 11, held: 0, setAside: 0, registered: 11, 'publicly-answered': 4, 'privately-answered': 2, 'ruled-invalid': 0, merged: 0, transferred: 2, withdrawn: 0, open: 3 });
});

it('is written out with its difference, and a sign beside it', () => {
  expect(sentenceOf(line(6, 2))).toBe('受理 6 = 公开答复 2 + 不公开答复 1 + 不予受理 0 + 已合并 0 + 已转出 1 + 已撤回 0 + 办理中 2　·　差额 0 ✓');
  expect(shortSentenceOf(line(6, 2))).toBe('受理 6 = 公开答复 2 + 不公开答复 1 + 已转出 1 + 办理中 2　·　差额 0 ✓');
  expect(shortSentenceOf({ ...line(0, 0), 'publicly-answered': 0, 'privately-answered': 0, transferred: 0 })).toBe('受理 0 = 办理中 0　·　差额 0 ✓');
  expect(shortSentenceOf({ ...line(6, 2), received: 9, held: 2, setAside: 1 })).toBe('来件 9 = 受理 6 + 待甄别 2 + 不属来信 1　·　受理 6 = 公开答复 2 + 不公开答复 1 + 已转出 1 + 办理中 2　·　差额 0 ✓');
  expect(sentenceOf(line(7, 2))).toMatch(/差额 1 ⚠$/);
});
