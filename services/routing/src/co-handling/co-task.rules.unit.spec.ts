import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar } from '@wenzheng/working-days';
import { isTaskDay, lastTaskDay, taskDeeds, taskRefusal, taskStates } from './co-task.rules.js';

const calendar = stateCouncilCalendar;

describe('the inner due date', () => {
  it.each([
    ['before the lead’s own date', '2026-11-26', '2026-12-07', '2026-11-24', '2026-11-26'],
    ['on the lead’s own day', '2026-11-24', '2026-12-07', '2026-11-24', '2026-11-24'],
    ['after it, before the last day', '2026-11-23', '2026-12-07', '2026-11-24', '2026-12-07'],
    ['after both, on a Friday', '2026-11-12', '2026-11-20', '2026-11-27', '2026-11-30'],
    ['before the dates are known', null, null, '2026-11-24', null],
  ])('%s', (_, replyDueOn, finalDueOn, today, last) => {
    expect(lastTaskDay({ replyDueOn, finalDueOn }, today, calendar)).toBe(last);
  });

  it('is a working day from today to the last', () => {
    const days = ['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-30', '2026-12-01'].map((day) => isTaskDay(day, '2026-11-27', '2026-11-30', calendar));
    expect(days).toEqual([false, true, false, true, false]);
  });
});

it('state × deed', () => {
  const table = taskStates.map((state) => [state, ...taskDeeds.map((deed) => taskRefusal(deed, { state, decision: null })?.replace('routing.co-task-', '') ?? 'yes')].join(' '));
  expect(table).toEqual([
    'asked yes yes yes not-declined',
    'accepted accepted yes accepted not-declined',
    'answered answered answered answered answered',
    'declined declined declined declined yes',
    'ended ended ended ended ended',
  ]);
  expect(taskRefusal('decline', { state: 'accepted', decision: 'overruled' })).toBe('routing.co-task-ordered');
  expect(taskRefusal('decide', { state: 'declined', decision: 'upheld' })).toBe('routing.co-task-decided');
});
