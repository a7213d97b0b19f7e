import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { searchForm, soughtTerms, termsOf } from './search.rules.js';

describe('search terms', () => {
  it('of what a text contains are all among its own', () => {
    const unit = fc.constantFrom('路', '灯', '不', 'A', 'a', 'Z', ' ', '\n', '𠮷', '𠮶', '1', '％');
    fc.assert(fc.property(fc.string({ unit }), fc.string({ unit, minLength: 1 }), fc.string({ unit }), (before, text, after) => {
      expect(new Set(termsOf(before + text + after))).toEqual(new Set([...termsOf(before + text + after), ...termsOf(text)]));
    }));
  });

  it('are the same for capital and small ASCII letters, and tell an order from its reverse', () => {
    expect(termsOf('APP故障')).toEqual(termsOf('app故障'));
    expect(termsOf('路灯')).toContain(0x8def_706f | 0);
    expect(termsOf('灯路')).not.toContain(0x8def_706f | 0);
  });

  it('a text is looked up by at most eight of them: its pairs, or its only character', () => {
    expect(soughtTerms('路', 1)).toEqual([0x8def]);
    expect(soughtTerms('路灯', 1)).toEqual([0x8def_706f | 0]);
    const long = soughtTerms('我们小区的业主都要求物业公司尽快解决停车难', 1);
    expect(new Set(long).size).toBe(8);
    expect(termsOf('我们小区的业主都要求物业公司尽快解决停车难')).toEqual(expect.arrayContaining(long));
  });

  it('where several words are looked up, each has its share, and one at least', () => {
    expect([2, 4, 20].map((words) => soughtTerms('我们小区的业主都要求', words).length)).toEqual([4, 2, 1]);
  });
});

describe('the form in which words are looked for', () => {
  it.each([
    ['ＡＰＰ１２３', 'app123'], ['路燈', '路灯'], ['臺灣街道後勤處', '台湾街道后勤处'], ['路\u200b灯\ufeff', '路灯'], ['路 灯　不\t亮\n', '路灯不亮'], ['İstanbul ΑΣ', 'i̇stanbulασ'], ['𠮷祥', '𠮷祥'],
  ])('of %j is %j', (text, form) => expect(searchForm(text)).toBe(form));

  it('of what contains a text contains that of the text', () => {
    const unit = fc.constantFrom('路', '燈', '灯', 'Ａ', 'a', ' ', '\n', '\u200b', '𠮷', '①', '㎡', '後', '乾', '隆', 'Σ');
    fc.assert(fc.property(fc.string({ unit }), fc.string({ unit, minLength: 1 }), fc.string({ unit }), (before, text, after) => {
      expect(searchForm(before + text + after)).toContain(searchForm(text));
    }));
  });
});
