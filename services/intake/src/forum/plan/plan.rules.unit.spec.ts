import { describe, expect, it } from '@jest/globals';
import { inOrder, isNextPlanned, monthRefusal, planRefusal } from './plan.rules.js';

const phase = (number: number, ...slots: string[]) => ({ phase: number, slots: slots.map((slot) => ({ unitCode: slot.split(' ')[0]!, month: slot.split(' ')[1]! })) });

describe('the phases of forums', () => {
  it.each([
    ['stand one after the other', [phase(1, 'a 2026-12', 'b 2027-01'), phase(2, 'a 2027-02')], null],
    ['begin with the first', [phase(2, 'a 2026-12')], 'intake.forum-phase-out-of-turn'],
    ['leave none out', [phase(1, 'a 2026-12'), phase(3, 'a 2027-01')], 'intake.forum-phase-out-of-turn'],
    ['name a unit once', [phase(1, 'a 2026-12', 'a 2027-01')], 'intake.forum-unit-twice'],
    ['have a unit at least', [phase(1)], 'intake.forum-phase-empty'],
    ['share no month', [phase(1, 'b 2027-01', 'a 2026-12'), phase(2, 'c 2027-01')], 'intake.forum-phases-overlap'],
  ] as const)('%s', (_, phases, refusal) => expect(planRefusal(phases)).toBe(refusal));

  it('order their units by time', () => {
    expect(inOrder(phase(1, 'b 2027-01', 'c 2026-12', 'a 2027-01').slots).map(({ unitCode }) => unitCode)).toEqual(['c', 'a', 'b']);
  });

  it.each([['2026-10', 'intake.forum-month-wrong'], ['2026-11', null], ['2029-12', null], ['2030-01', 'intake.forum-month-wrong']] as const)('may name %s: %s', (month, refusal) => expect(monthRefusal(month, '2026-11-30')).toBe(refusal));

  it.each([['2026-11-30', true], ['2026-12-01', false]])('on %s the next one is announced: %s', (today, isPlanned) => expect(isNextPlanned([phase(1, 'a 2026-12')], today)).toBe(isPlanned));
});
