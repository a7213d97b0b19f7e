import { describe, expect, it } from '@jest/globals';
import { aboutOf, growthOf, isAside, titleOf } from './heat.rules.js';

const anchor = { text: '魅力之城' };
const matters = [{ text: '噪音扰民', people: 3, rarity: 4_000 }, { text: '油烟', people: 5, rarity: 5_000 }];
const member = (person: string, ...fragments: string[]) => ({ person, fragments, moved: false });

describe('what is shown of a hot issue', () => {
  it('growth is how many times as many people as in the fortnight before', () => {
    expect([growthOf({ people: 6, before: 4 }), growthOf({ people: 6, before: 0 }), growthOf({ people: 0, before: 3 })]).toEqual([1.5, 6, 0]);
  });

  it('its title is the place and the strongest matter', () => {
    expect(titleOf(anchor, matters)).toBe('魅力之城 · 油烟');
    expect(titleOf(null, [])).toBe('（尚无共同用语）');
  });

  it('同一地点多种诉求: what shares the place alone is aside, unless an officer put it there', () => {
    expect(isAside({ matters }, member('a', '魅力之城', '电梯故障'))).toBe(true);
    expect(isAside({ matters }, { ...member('a', '电梯故障'), moved: true })).toBe(false);
    expect(isAside({ matters }, member('a', '油烟直排'))).toBe(false);
    expect(isAside({ matters: [] }, member('a', '电梯'))).toBe(false);
  });

  it('each shared term comes with the number of people who use it, however often', () => {
    const members = [member('a', '魅力之城', '油烟'), member('a', '油烟'), member('b', '魅力之城小区')];
    expect(aboutOf({ anchor, matters }, members)).toEqual([
      { term: '魅力之城', part: 'place', people: 2 },
      { term: '油烟', part: 'matter', people: 1 },
      { term: '噪音扰民', part: 'matter', people: 0 },
    ]);
  });
});
