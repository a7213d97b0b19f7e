import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, postingsOf, queryWords, searchForm, soughtTerms, termsOf } from './search.rules.js';

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
    expect(soughtTerms(['路'])).toEqual([0x8def]);
    expect(soughtTerms(['路灯'])).toEqual([0x8def_706f | 0]);
    const long = soughtTerms(['我们小区的业主都要求物业公司尽快解决停车难']);
    expect(new Set(long).size).toBe(8);
    expect(termsOf('我们小区的业主都要求物业公司尽快解决停车难')).toEqual(expect.arrayContaining(long));
  });

  it('of several words are those of each, and none across them', () => {
    expect(soughtTerms(['路灯', '亮'])).toEqual([...soughtTerms(['路灯']), ...soughtTerms(['亮'])]);
  });

  it('of a block stand in their buckets, each with the messages that have it', () => {
    const words = Array.from({ length: 256 }, (_, n) => `第${n}盏路灯${n % 3 === 0 ? '不亮' : ''}`);
    const postings = postingsOf(words);
    for (const term of soughtTerms(['路灯', '不亮', '9盏'])) {
      const posting = postings.find(({ bucket }) => bucket === bucketOf(term));
      const mask = Buffer.from(posting?.masks[posting.terms.indexOf(term)] ?? '', 'hex');
      const places = words.flatMap((_, place) => ((mask[place >> 3] ?? 0) & (0x80 >> (place & 7)) ? [place] : []));
      expect(places).toEqual(words.flatMap((text, place) => (termsOf(text).includes(term) ? [place] : [])));
    }
    expect(new Set(postings.map(({ bucket }) => bucket)).size).toBe(postings.length);
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

  it('two words are two, blanks of every width part them, and what nobody sees is none', () => {
    expect(queryWords(' 路燈　和平路\u00a0路灯 ')).toEqual(['路灯', '和平路']);
    expect(queryWords('\u200b \u2060')).toEqual([]);
  });
});
