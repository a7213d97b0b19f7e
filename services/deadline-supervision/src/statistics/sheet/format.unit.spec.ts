import { expect, it } from '@jest/globals';
import { formatOf } from './format.js';

it.each([
  [undefined, undefined, 'json'], ['csv', 'application/json', 'csv'], [undefined, 'text/csv', 'csv'], [undefined, 'text/html, */*', 'json'],
  [undefined, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;q=1', 'xlsx'], [undefined, 'application/json, text/csv', 'json'],
  [undefined, 'text/csv;q=0', 'json'], [undefined, 'text/csv;q=0, application/json', 'json'], [undefined, 'application/json;q=0.5, text/csv;Q=0.9', 'csv'], [undefined, 'application/json; q=0.000, text/csv; charset=utf-8; q=0.1', 'csv'], [undefined, 'text/csv;q=x', 'json'],
] as const)('?format=%s with Accept: %s is %s', (asked, accept, format) => expect(formatOf(asked, accept)).toBe(format));
