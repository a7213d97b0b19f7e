import { describe, expect, it } from '@jest/globals';
import { findUnit } from './unit-search.rules.js';

const unit = (code: string, name: string, ...otherNames: string[]) => ({ code, name, otherNames });
const units = [unit('CG', '市城市管理局', '行政执法局', '城管大队'), unit('ZJ', '市住房和城乡建设局', '市房管局', '城管大队'), unit('SL', '市水利局')];

describe('the unit that a writer means', () => {
  it.each([
    ['市城市管理局', 'CG'], [' 市城市 管理局', 'CG'], ['CG', 'CG'], ['水利', 'SL'], ['城管局', 'CG'],
    ['行政执法局', 'CG'], ['市房管局', 'ZJ'],
  ])('%s', (typed, code) => expect(findUnit(typed, units)).toEqual({ code }));

  it('is asked for where two are called so', () => expect(findUnit('城管大队', units).words).toContain('有2个单位相符：“市城市管理局”、“市住房和城乡建设局”'));
  it.each(['', '不清楚', '不清楚，请帮我分派'])('%s leaves it to the office', (typed) => expect(findUnit(typed, units)).toEqual({ code: undefined }));
  it('is not guessed', () => expect(findUnit('火星管理局', units).words).toContain('没有找到这个单位'));
});
