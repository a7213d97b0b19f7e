import { describe, expect, it } from '@jest/globals';
import { contrast, darker, isReadable } from './look.rules.js';

describe('a colour', () => {
  it('has the contrast that WCAG computes', () => {
    expect([contrast('#0b57a4', '#ffffff'), contrast('#767676', '#ffffff'), contrast('#000000', '#ffffff')].map((ratio) => Math.round(ratio * 100) / 100)).toEqual([7.21, 4.54, 21]);
  });

  it.each([['#0b57a4', true], ['#8c1d18', true], ['#0f5a2f', true], ['#409eff', false], ['#e6a23c', false], ['#767676', false], ['#ffffff', false]])('%s can be read as link and button: %p', (colour, readable) => {
    expect(isReadable(colour)).toBe(readable);
  });

  it('that is pointed at is darker, and can be read where the other can', () => {
    expect(darker('#0b57a4')).toBe('#083f76');
    expect(contrast(darker('#8c1d18'), '#ffffff')).toBeGreaterThan(contrast('#8c1d18', '#ffffff'));
  });
});
