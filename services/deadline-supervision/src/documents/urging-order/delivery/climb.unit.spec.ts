import { describe, expect, it } from '@jest/globals';
import { addDays, businessDateOf, endOfBusinessDate, stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import fc from 'fast-check';
import { climbOf, type ClimbStep } from './climb.rules.js';

describe('R22: an order that nobody answers climbs', () => {
  const servedAt = new Date('2026-09-18T10:00:00+08:00');
  const order = (more: object = {}) => ({ state: 'served' as const, servedAt, answerBy: '2026-09-22', climbed: [] as ClimbStep[], ...more });
  const at = (instant: string) => new Date(`${instant}+08:00`);

  it.each([
    ['2026-09-20T23:59:59', [], 'Sunday 09-20 is a make-up working day: its end is not over'],
    ['2026-09-21T00:00:00', ['unacknowledged'], 'the working day after service has ended'],
    ['2026-09-22T23:59:59', ['unacknowledged'], 'the third has not'],
    ['2026-09-23T00:00:00', ['unacknowledged', 'unanswered'], 'now it has'],
  ])('served on Friday 2026-09-18, at %s: %j: %s', (now, steps) => expect(climbOf(order(), at(now), calendar).steps).toEqual(steps));

  it('not while it was acknowledged or answered, nor before its own later date, nor twice', () => {
    expect(climbOf(order({ state: 'acknowledged' }), at('2026-09-23T00:00:00'), calendar).steps).toEqual(['unanswered']);
    expect(climbOf(order({ state: 'answered' }), at('2026-10-30T00:00:00'), calendar)).toEqual({ steps: [], nextAt: null });
    expect(climbOf(order({ state: 'acknowledged', answerBy: '2026-09-28' }), at('2026-09-28T12:00:00'), calendar)).toEqual({ steps: [], nextAt: at('2026-09-29T00:00:00') });
    expect(climbOf(order({ climbed: ['unacknowledged', 'unanswered'] }), at('2026-10-30T00:00:00'), calendar)).toEqual({ steps: [], nextAt: null });
  });

  it('never by a provisional date: it is looked at again after a day', () => {
    const served = order({ servedAt: at('2026-12-30T10:00:00'), answerBy: '2027-01-04' });
    expect(climbOf(served, at('2027-02-01T00:00:00'), calendar)).toEqual({ steps: [], nextAt: at('2027-02-03T00:00:00') });
  });

  it('whenever it is looked at: what it then waits for lies ahead, and looking at each of these instants finds every step once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 20 }), fc.constantFrom('served', 'acknowledged', 'returned'), (hours, days, state) => {
        const served = new Date(servedAt.getTime() + hours * 3_600_000);
        const climbed: ClimbStep[] = [];
        const answerBy = addDays(businessDateOf(served), days);
        let now: Date | null = served;
        for (let looks = 0; now && looks < 10; looks += 1) {
          const { steps, nextAt } = climbOf({ state: state as 'served', servedAt: served, answerBy, climbed }, now, calendar);
          climbed.push(...steps);
          if (nextAt) expect(nextAt.getTime()).toBeGreaterThan(now.getTime());
          now = nextAt && businessDateOf(nextAt) < '2026-12-20' ? nextAt : null;
        }
        expect(climbed).toEqual(businessDateOf(served) > '2026-11-20' ? expect.any(Array) : [...(state === 'served' ? ['unacknowledged'] : []), 'unanswered']);
        expect(endOfBusinessDate(answerBy) > served).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
