import { expect, it } from '@jest/globals';
import { isToldByFirstAsked } from './first-asked.rules.js';

it('the unit first asked tells the writer while another leads; not the lead, and not of what it leads itself', () => {
  const [urban, water] = [{ code: 'urban', name: '市城市管理局' }, { code: 'water', name: '市水利局' }];
  expect(isToldByFirstAsked({ firstAsked: urban, unit: water }, 'urban')).toBe(true);
  expect(isToldByFirstAsked({ firstAsked: urban, unit: water }, 'water')).toBe(false);
  expect(isToldByFirstAsked({ firstAsked: urban, unit: urban }, 'urban')).toBe(false);
  expect(isToldByFirstAsked({ firstAsked: null, unit: water }, 'urban')).toBe(false);
  expect(isToldByFirstAsked({ firstAsked: urban, unit: null }, 'urban')).toBe(false);
});
