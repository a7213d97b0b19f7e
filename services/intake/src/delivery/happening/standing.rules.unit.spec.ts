import { expect, it } from '@jest/globals';
import { standingOf } from './standing.rules.js';

const [cg, jt] = [{ code: 'CG', name: '市城市管理局' }, { code: 'JT', name: '市交通运输局' }];
const assigned = (unit: object, ...coUnits: object[]) => ({ type: 'message.assigned', data: { unit, coUnits } });
const returned = { type: 'message.returned', data: { unit: cg } };
const merged = { type: 'message.merged', data: { into: 'HN20261123-0001' } };

it('who has a message is whoever was given it last, until it gives it back', () => {
  expect(standingOf([])).toEqual({ unit: null, coUnits: [], mergedInto: null });
  expect(standingOf([assigned(cg)]).unit).toEqual(cg);
  expect(standingOf([assigned(cg), assigned(cg, jt)])).toMatchObject({ unit: cg, coUnits: [jt] });
  expect(standingOf([assigned(cg, jt), returned])).toMatchObject({ unit: null, coUnits: [] });
  expect(standingOf([assigned(cg), returned, assigned(jt)])).toMatchObject({ unit: jt, coUnits: [] });
});

it('it is handled as one with another until that is undone, and that gives it to nobody else', () => {
  expect(standingOf([assigned(cg), merged])).toMatchObject({ unit: cg, mergedInto: 'HN20261123-0001' });
  expect(standingOf([merged, { type: 'message.unmerged', data: {} }]).mergedInto).toBeNull();
});
