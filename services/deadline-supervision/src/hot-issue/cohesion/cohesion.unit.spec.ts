import { describe, expect, it } from '@jest/globals';
import { cohesionOf } from './cohesion.rules.js';
import { sharedWordsOf, termsOf } from './phrases.rules.js';

const rare = () => 5_000;

describe('the cohesion', () => {
  it('opens where people share a place and, apart from it, a matter', () => {
    const people = Array.from({ length: 5 }, () => ['A5区魅力之城小区', '油烟扰民']);
    const cohesion = cohesionOf(sharedWordsOf(people), rare);
    expect(cohesion.anchor).toMatchObject({ text: 'A5区魅力之城小区', people: 5 });
    expect(cohesion.matters.map(({ text }) => text)).toEqual(['油烟扰民']);
    expect(cohesion.value).toBe(5_000);
  });

  it('stays shut at one place with many matters', () => {
    const people = ['油烟', '停水', '电梯', '车位', '绿化'].map((matter) => ['魅力之城小区', `${matter}问题严重`.slice(0, 2)]);
    expect(cohesionOf(sharedWordsOf(people), rare)).toMatchObject({ anchor: { text: '魅力之城小区' }, matters: [], value: 0 });
  });

  it('counts nothing that stands beside the place, or is a cut out of it', () => {
    const people = Array.from({ length: 5 }, () => ['劳动东路魅力之城小区油烟']);
    expect(cohesionOf(sharedWordsOf(people), rare).matters).toEqual([]);
  });

  it('counts no phrase of common terms, and none of fewer than half of the people', () => {
    const people = [['魅力之城', '希望解决'], ['魅力之城', '希望解决'], ['魅力之城', '油烟'], ['魅力之城', '希望解决'], ['魅力之城', '停水']];
    const cohesion = cohesionOf(sharedWordsOf(people), (term) => (/[希望解决]/.test(term) ? 1_000 : 5_000));
    expect(cohesion.matters).toEqual([]);
    expect(termsOf(sharedWordsOf(people))).not.toContain('油烟');
  });

  it('weighs a matter by the share of people who speak of it', () => {
    const people = [['魅力之城', '油烟'], ['魅力之城', '油烟'], ['魅力之城', '油烟'], ['魅力之城'], ['魅力之城']];
    expect(cohesionOf(sharedWordsOf(people), rare).value).toBe(3_000);
  });

  it('is shown in whole words, the most common ones: no half of one, and no particle at an end', () => {
    const shownOf = (...fragments: string[]) => cohesionOf(sharedWordsOf(fragments.map((fragment) => [fragment])), rare).anchor?.wording;
    expect(shownOf(' (公)司 拖欠', ' (公)司 拖欠', ' (上)司 拖欠')).toBe('公司拖欠');
    expect(shownOf(' 凉 塘 路 的', ' 凉 塘 路 的')).toBe('凉塘路');
    expect(shownOf(' 为 敞开 式 栏(杆)', ' 为 敞开 式 栏(杆)')).toBe('敞开式栏杆');
    expect(shownOf(' 的 了', ' 的 了')).toBe('的了');
    expect(shownOf('魅力之城', '魅力之城')).toBe('魅力之城');
  });

  it('of people who share nothing is shut', () => {
    expect(cohesionOf(sharedWordsOf([['路灯'], ['油烟'], ['停水']]), rare)).toEqual({ anchor: null, matters: [], value: 0 });
    expect(cohesionOf(sharedWordsOf([]), rare)).toEqual({ anchor: null, matters: [], value: 0 });
  });
});
