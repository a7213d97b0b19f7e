import { describe, expect, it } from '@jest/globals';
import { growthOf } from '@wenzheng/testing';
import { fragmentsOf, pairsOf, runOf, termCountsOf, unitsOf, wordsOf, wordsOfFragment } from './words.rules.js';

const message = (title: string, text = '') => wordsOf({ title, text });

describe('the terms of a message', () => {
  it.each([
    ['A5区劳动东路', ['A5', '区', '劳', '动', '东', '路']],
    ['110KV高压', ['110KV', '高', '压']],
    ['APP退款', ['APP', '退', '款']],
  ])('units of %s are Chinese characters, Latin words, and numbers with their letters', (text, units) => {
    expect(unitsOf(text)).toEqual(units);
  });

  it.each(['\u0301\u0316', 'A', 'A1', '1', '路', 'www.', 'http://', '路灯1'])('eight times as much of %j takes some eight times as long, not 64 times', (unit) => {
    const textOf = (length: number) => `a${unit.repeat(length / unit.length)}`;
    expect(growthOf((length) => termCountsOf(message(textOf(length), textOf(length))), 10_000)).toBeLessThan(32);
  });

  it('full-width forms, case, spaces, zero-width characters and web addresses make no difference', () => {
    const plain = termCountsOf(message('地铁3号线app'));
    expect(termCountsOf(message('地　铁３号\u200b线ＡＰＰ'))).toEqual(plain);
    expect(termCountsOf(message('', '见 https://example.com/a?b=1 路灯'))).toEqual(termCountsOf(message('', '见。路灯')));
  });

  it('are those of what may be shown: no number of a person is among them, whole or in part, and none is taken across it', () => {
    for (let before = 280; before < 300; before += 1) {
      const counts = termCountsOf(message('我的电话13812345678路灯', `${'路'.repeat(before)}身份证11010519491231002X，卡号6222020200112233446，信箱zhang.san@example.com`));
      expect([...counts.keys()].join('|')).not.toMatch(/\d|ZHANG|SAN|EXAMPLE|话路|隐去/);
    }
  });

  it('are never taken across punctuation', () => {
    expect([...termCountsOf(message('路灯，油烟')).keys()]).toEqual(['路灯', '油烟']);
  });

  it('of the title count four times; of the text only the first 300 characters count', () => {
    const counts = termCountsOf(message('路灯', `路灯${'。'.repeat(298)}油烟`));
    expect([...counts]).toEqual([['路灯', 5]]);
  });
});

describe('the fragments that are kept', () => {
  it('are the longest runs of kept terms, each once', () => {
    expect(fragmentsOf(message('魅力之城小区油烟', '魅力之城，油烟'), new Set(['魅力', '力之', '之城', '油烟'])).map(runOf)).toEqual(['魅力之城', '油烟']);
  });

  it('fall apart into the units that they were made of', () => {
    const units = unitsOf('A5区58车贷110KV高压');
    expect(unitsOf(units.join(''))).toEqual(units);
    expect(fragmentsOf(message('A5区58车贷110KV高压'), new Set(pairsOf(units))).map(runOf).map(unitsOf)).toEqual([units]);
  });

  it('remember the whole words of which they are a part', () => {
    expect(fragmentsOf(message('某某公司拖欠工资'), new Set(['司拖', '拖欠', '欠工']))).toEqual([' (公)司 拖欠 工(资)']);
    expect(wordsOfFragment(' (公)司 拖欠 工(资)')).toEqual([{ word: '公司', units: 1 }, { word: '拖欠', units: 2 }, { word: '工资', units: 1 }]);
  });
});
