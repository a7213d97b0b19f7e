import { describe, expect, it } from '@jest/globals';
import { aboutOf, byHeat, growthOf, isAside, titleOf, warmthOf, type Heat } from './heat.rules.js';

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

describe('the hottest first', () => {
  const issue = (issueId: string, more: Partial<Heat>): Heat => ({ issueId, heat: 5, peakPeople: 8, people: 10, likes: 0, raisedAt: new Date(0), ...more });
  const order = (...issues: Heat[]) => issues.toSorted(byHeat).map(({ issueId }) => issueId).join('');

  it('people make heat, now, at their peak or in all; a million likes do not', () => {
    expect(order(issue('a', { likes: 1_000_000 }), issue('b', { heat: 6 }))).toBe('ba');
    expect(order(issue('a', { likes: 1_000_000 }), issue('b', { peakPeople: 9 }))).toBe('ba');
    expect(order(issue('a', { likes: 1_000_000 }), issue('b', { people: 11 }))).toBe('ba');
  });

  it('of issues that as many people speak of, the one with more likes comes first; past a thousand likes they count no more', () => {
    expect(order(issue('a', {}), issue('b', { likes: 3 }), issue('c', { likes: 900 }))).toBe('cba');
    expect(order(issue('a', { likes: 2_000 }), issue('b', { likes: 9_000 }))).toBe('ab');
    expect([0, 1, 3, 1_023, 1_000_000].map(warmthOf)).toEqual([0, 1, 2, 10, 10]);
  });
});
