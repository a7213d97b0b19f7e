import { describe, expect, it } from '@jest/globals';
import { addressOf } from './tile-address.rules.js';

describe('the address of a tile', () => {
  it.each([
    ['0', '000', { level: 0, tile: 0, width: 256 }],
    ['0', '003.p/5', { level: 0, tile: 3, width: 5 }],
    ['2', 'x001/234', { level: 2, tile: 1_234, width: 256 }],
    ['entries', 'x001/234.p/255', { level: 'entries', tile: 1_234, width: 255 }],
    ['0', '0', null],
    ['0', '001/234', null],
    ['0', '000.p/256', null],
    ['0', '000.p/0', null],
    ['64', '000', null],
    ['-1', '000', null],
  ])('%s/%s', (level, path, address) => {
    expect(addressOf(level, path.split('/'))).toEqual(address);
  });
});
