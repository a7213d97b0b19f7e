import { expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { coUnitsOf, isBesideLead, isReadable, offeredDay, type CoTask } from './co-handling.rules.js';

it.each([
  ['the working day before the lead’s own', '2026-11-26', '2026-11-23', '2026-11-25'],
  ['across a weekend', '2026-11-23', '2026-11-18', '2026-11-20'],
  ['today, where the lead itself is due today', '2026-11-23', '2026-11-23', '2026-11-23'],
  ['the lead’s own, where no working day is left before it', '2026-11-23', '2026-11-21', '2026-11-23'],
  ['the next one, where that is over', '2026-11-20', '2026-11-23', '2026-11-24'],
  ['the next one, where it is not known', null, '2026-11-23', '2026-11-24'],
])('a co-unit is offered %s', (_, replyDueOn, today, offered) => {
  expect(offeredDay(replyDueOn, today, stateCouncilCalendar)).toBe(offered);
});

it('a unit reads the message while it is asked or takes part', () => {
  expect((['asked', 'accepted', 'answered', 'declined', 'ended'] as const).map((state) => isReadable({ state }))).toEqual([true, true, true, false, false]);
});

it('co-units are those that take part, each once', () => {
  const task = (name: string, state: 'asked' | 'accepted' | 'answered') => ({ unit: { code: name, name }, state });
  expect(coUnitsOf([task('市水利局', 'answered'), task('市水利局', 'accepted'), task('市交通局', 'asked')])).toEqual(['市水利局']);
});

it('beside the lead stand its co-units and whoever was asked first', () => {
  const [lead, other] = [{ code: 'urban', name: '市城市管理局' }, { code: 'water', name: '市水利局' }];
  const coTasks = [{ unit: other } as CoTask];
  expect(isBesideLead({ unit: lead, firstAsked: null, coTasks }, 'water')).toBe(true);
  expect(isBesideLead({ unit: lead, firstAsked: other, coTasks: [] }, 'water')).toBe(true);
  expect(isBesideLead({ unit: lead, firstAsked: null, coTasks: [] }, 'water')).toBe(false);
  expect(isBesideLead({ unit: lead, firstAsked: lead, coTasks }, 'urban')).toBe(false);
  expect(isBesideLead({ unit: lead, firstAsked: null, coTasks }, undefined)).toBe(false);
  expect(isBesideLead({ unit: null, firstAsked: null, coTasks }, 'water')).toBe(false);
});
