import { describe, expect, it } from '@jest/globals';
import { differencesOf, type Difference } from './differences.rules.js';

const without = (kind: Difference['kind'], differences: Difference[]) => differences.filter((one) => one.kind !== kind).map(({ text }) => text).join('');

describe('the difference of two versions', () => {
  it('is told in words', () => {
    expect(differencesOf('路灯将于9月20日修复。', '路灯已于9月20日修复。')).toEqual([
      { kind: 'same', text: '路灯' }, { kind: 'removed', text: '将' }, { kind: 'added', text: '已' }, { kind: 'same', text: '于9月20日修复。' },
    ]);
  });

  it.each<[string, string, string]>([
    ['nothing', '', ''],
    ['everything', '您好。', ''],
    ['the same', '您好。', '您好。'],
    ['long texts that have nothing in common', '停水了。'.repeat(5_000), '修好了！'.repeat(5_000)],
    ['half a pair of surrogates', '\u{1f600}路灯', '路灯\u{1f601}'],
  ])('of %s gives both texts back', (_, from, to) => {
    const differences = differencesOf(from, to);
    expect([without('added', differences), without('removed', differences)]).toEqual([from, to]);
  });
});
