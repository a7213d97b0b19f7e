import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { termsOf } from './search.rules.js';

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
});
