import { expect, it } from '@jest/globals';
import { periodPattern, spanOf } from './period.rules.js';

it.each([
  ['2026', '2026-01-01', '2026-12-31'], ['2026-Q1', '2026-01-01', '2026-03-31'], ['2026-Q4', '2026-10-01', '2026-12-31'], ['2024-02', '2024-02-01', '2024-02-29'],
  ['2026-02', '2026-02-01', '2026-02-28'], ['2026-12', '2026-12-01', '2026-12-31'],
])('%s is from %s to %s', (period, from, to) => expect(spanOf(period)).toEqual({ from, to }));

it.each(['2026-13', '2026-00', '2026-Q5', '26', '2026-1', '2026-01-01', '1899'])('%s is no period', (text) => expect(text).not.toMatch(periodPattern));
