import { describe, expect, it } from '@jest/globals';
import { gateOf } from './gate.rules.js';
import { hear, termsOf } from './phrases.rules.js';

const rare = () => 5_000;

describe('the gate', () => {
  it('opens where people share a place and, apart from it, a matter', () => {
    const people = Array.from({ length: 5 }, () => ['A5区魅力之城小区', '油烟扰民']);
    const gate = gateOf(hear(people), rare);
    expect(gate.anchor).toMatchObject({ text: 'A5区魅力之城小区', people: 5 });
    expect(gate.matters.map(({ text }) => text)).toEqual(['油烟扰民']);
    expect(gate.value).toBe(5_000);
  });

  it('stays shut at one place with many matters', () => {
    const people = ['油烟', '停水', '电梯', '车位', '绿化'].map((matter) => ['魅力之城小区', `${matter}问题严重`.slice(0, 2)]);
    expect(gateOf(hear(people), rare)).toMatchObject({ anchor: { text: '魅力之城小区' }, matters: [], value: 0 });
  });

  it('counts nothing that stands beside the place, or is a cut out of it', () => {
    const people = Array.from({ length: 5 }, () => ['劳动东路魅力之城小区油烟']);
    expect(gateOf(hear(people), rare).matters).toEqual([]);
  });

  it('counts no phrase of common terms, and none of fewer than half of the people', () => {
    const people = [['魅力之城', '希望解决'], ['魅力之城', '希望解决'], ['魅力之城', '油烟'], ['魅力之城', '希望解决'], ['魅力之城', '停水']];
    const gate = gateOf(hear(people), (term) => (/[希望解决]/.test(term) ? 1_000 : 5_000));
    expect(gate.matters).toEqual([]);
    expect(termsOf(hear(people))).not.toContain('油烟');
  });

  it('weighs a matter by the share of people who speak of it', () => {
    const people = [['魅力之城', '油烟'], ['魅力之城', '油烟'], ['魅力之城', '油烟'], ['魅力之城'], ['魅力之城']];
    expect(gateOf(hear(people), rare).value).toBe(3_000);
  });

  it('of people who share nothing is shut', () => {
    expect(gateOf(hear([['路灯'], ['油烟'], ['停水']]), rare)).toEqual({ anchor: null, matters: [], value: 0 });
    expect(gateOf(hear([]), rare)).toEqual({ anchor: null, matters: [], value: 0 });
  });
});
