import { expect, it } from '@jest/globals';
import { figureOf, figurePattern, figureWords } from './figure.rules.js';

it('a figure is a count of a closed period, or of what stands now', () => {
  const admitted = ['2026-09.answered', '2026.overdue', 'answered', '2026-13.answered', '2026-09.money', 'overdue', '.answered', '2026-09.answered2', 'x2026-09.answered'].map((text) => figurePattern.test(text));
  expect(admitted).toEqual([true, true, true, false, false, false, false, false, false]);
  expect([figureOf('2026-09.answered'), figureOf('answered')]).toEqual([{ period: '2026-09', count: 'answered' }, { period: null, count: 'answered' }]);
  expect([figureWords('2026-09.answered'), figureWords('2026.overdue')]).toEqual(['2026年9月统计的“已答复”', '2026年全年统计的“超期未答复”']);
});
