import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf, spansOf, type Span } from './highlight.rules.js';

const drawn = (spans: readonly Span[] | null) => spans?.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');

describe('what was looked for, in what is shown', () => {
  it.each([
    ['和平路的路燈不亮', ['路灯'], '和平路的[路燈]不亮'], ['ＷｉＦｉ\u200b信号', ['wifi信'], '[ＷｉＦｉ\u200b信]号'], ['水 压\n低', ['水压低'], '[水 压\n低]'], ['供水水压', ['供水', '水水'], '[供水水]压'], ['𠮷祥路', ['祥'], '𠮷[祥]路'], ['㎡价', ['m2'], '[㎡]价'],
    ['<b>路灯</b>', ['灯'], '<b>路[灯]</b>'], ['没有', ['路灯'], '没有'], ['', ['路灯'], ''],
  ] as [string, string[], string][])('%j with %j is %j', (text, words, expected) => expect(drawn(spansOf(text, words))).toBe(expected));

  it('nothing is added and nothing lost', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('路', '燈', 'Ａ', ' ', '\u0301', '𠮷', '㎡', '\u200b') }), (text) => {
      expect(spansOf(text, ['路', 'a', '灯a']).map((span) => span.text).join('')).toBe(text);
    }));
  });

  it('an excerpt stands around the first of it, in one line, and says where it was cut', () => {
    const text = `${'前'.repeat(100)}\n路灯${'后'.repeat(100)}`;
    expect(drawn(excerptOf(text, ['路灯']))).toBe(`…${'前'.repeat(23)} [路灯]${'后'.repeat(64)}…`);
    expect(drawn(excerptOf('路灯不亮', ['路灯']))).toBe('[路灯]不亮');
    expect(drawn(excerptOf(`${'前'.repeat(100)}灯`, ['灯']))).toBe(`…${'前'.repeat(89)}[灯]`);
    expect(excerptOf(text, ['井盖'])).toBeNull();
  });
});
