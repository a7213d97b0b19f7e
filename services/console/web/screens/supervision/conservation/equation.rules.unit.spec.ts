import { expect, it } from '@jest/globals';
import { differenceOf, sumOf, type Equation } from './equation.rules.js';

const line = (registered: number, open: number): Equation => ({ registered, 'publicly-answered': 2, 'privately-answered': 1, 'ruled-invalid': 0, merged: 0, transferred: 1, withdrawn: 0, open });

it('the difference is what has no ending and is not open either', () => {
  expect(differenceOf(line(6, 2))).toBe(0);
  expect(differenceOf(line(7, 2))).toBe(1);
});

it('the city is the sum of its channels', () => {
  expect(sumOf([line(6, 2), line(5, 1)])).toEqual({ registered: 11, 'publicly-answered': 4, 'privately-answered': 2, 'ruled-invalid': 0, merged: 0, transferred: 2, withdrawn: 0, open: 3 });
});
