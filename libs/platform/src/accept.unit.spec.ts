import { expect, it } from '@jest/globals';
import { wanted } from './accept.js';

it.each([
  [undefined, []],
  ['', []],
  ['text/html', ['text/html']],
  ['text/csv;q=0', []],
  ['text/csv; Q=0.000, application/json', ['application/json']],
  ['en;q=0.5, zh-CN, de;q=0.5', ['zh-cn', 'en', 'de']],
  ['text/csv; charset=utf-8; q=0.1, */*;q=0.2', ['*/*', 'text/csv']],
  ['text/csv;q=x', []],
])('of %s are wanted %j', (header, names) => expect(wanted(header)).toEqual(names));
