import { expect, it } from '@jest/globals';
import { changesOf, deedWords, instantsOf } from './audit.rules.js';

it('says a deed in words, and one that it does not know by its name', () => {
  expect(deedWords('contact.read')).toBe('查看联系方式');
  expect(deedWords('lamp.lit')).toBe('lamp.lit');
});

it('shows what differs, and nothing that stayed', () => {
  expect(changesOf({ before: { name: '甲局', level: 2 }, after: { name: '乙局', level: 2, kind: '部门' }, details: { reason: '更名', requestId: null } })).toEqual([
    ['名称', '甲局', '乙局'], ['kind', undefined, '部门'], ['理由', undefined, '更名'],
  ]);
});

it("asks from the beginning of the first day to the end of the last, by the city's calendar", () => {
  expect(instantsOf({ by: ' officer ', did: '', about: '', from: '2026-11-01', to: '2026-11-30' })).toEqual({ by: 'officer', from: '2026-11-01T00:00:00+08:00', to: '2026-11-30T16:00:00.000Z' });
});
