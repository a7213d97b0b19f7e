import { expect, it } from '@jest/globals';
import { daysOfLines } from './notice-lines.rules.js';

it('reads single days and spans', () => {
  const { days, faults } = daysOfLines('2027-01-01 休 元旦\n2027-10-01至2027-10-03 休 国庆节\n\n2027-09-26 班 国庆节');
  expect(faults).toEqual([]);
  expect(days.map(({ date, isOffDay }) => `${date}${isOffDay ? '休' : '班'}`)).toEqual(['2027-01-01休', '2027-10-01休', '2027-10-02休', '2027-10-03休', '2027-09-26班']);
});

it.each(['2027-13-01 休 元旦', '元旦放假', '2027-10-07至2027-10-01 休 国庆节', '2027-01-01至2027-12-31 休 全年', '2027-01-01 假 元旦'])('names a line that is no day: %s', (said) => {
  expect(daysOfLines(said)).toEqual({ days: [], faults: [said] });
});
