import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeholders, redact } from './redaction.rules.js';
import { hidden, shortened } from './shorten.rules.js';

const most = { characters: 10, length: 200 };

describe('a shortened text', () => {
  it.each([
    ['不长', '不长'],
    ['一二三四五六七八九十', '一二三四五六七八九十'],
    ['一二三四五六七八九十甲', '一二三四五六七八九…'],
    ['👨‍👩‍👧'.repeat(11), `${'👨‍👩‍👧'.repeat(9)}…`],
    ['𠮷'.repeat(11), `${'𠮷'.repeat(9)}…`],
    [`我的电话${placeholders.mobile}`, '我的电话…'],
    [`${placeholders.mobile}是我的`, `${placeholders.mobile}是…`],
  ])('of %j is %j', (text, expected) => expect(shortened(text, most)).toBe(expected));

  it('is never longer than it may be, however many marks a character carries', () => {
    expect(shortened(`路灯${'e\u0301'}${'a' + '\u0300'.repeat(300)}`, most)).toBe('路灯e\u0301…');
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (text, characters) => {
      const short = shortened(text, { characters, length: 100 });
      expect(short.length).toBeLessThanOrEqual(100);
      expect(short.isWellFormed()).toBe(true);
      expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
    }));
  });

  it('shows no part of a number, wherever in the text it stands', () => {
    for (let before = 0; before <= 60; before += 1) {
      const text = `${'路'.repeat(before)}13812345678，身份证11010519491231002X，卡6222020200112233446`;
      expect(shortened(redact(text), { characters: 50, length: 200 })).not.toMatch(/\d/);
    }
  });

  it('knows every placeholder', () => {
    for (const placeholder of Object.values(placeholders)) expect(`甲${placeholder}乙`.replace(hidden, '')).toBe('甲乙');
  });
});
