import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEnded, orderActions, orderStates, standingAfter, type OrderStanding } from './urging-order.rules.js';

const actions = fc.array(fc.constantFrom(...orderActions), { maxLength: 40 });
const walk = (steps: readonly (typeof orderActions)[number][]): OrderStanding[] =>
  steps.reduce<OrderStanding[]>((seen, action) => [...seen, standingAfter(seen.at(-1)!, action) ?? seen.at(-1)!], [{ state: 'draft', objection: null }]);

describe('R22: the states of an urging order 督办单', () => {
  it('the straight way leads from draft to acceptance, and a returned answer is given again', () => {
    const straight = walk(['sign', 'serve', 'acknowledge', 'answer', 'return', 'answer', 'accept']).map(({ state }) => state);
    expect(straight).toEqual(['draft', 'signed', 'served', 'acknowledged', 'answered', 'returned', 'answered', 'accepted']);
  });

  it('whatever is tried in whatever order: ended stays ended, no unit answers what was not served, nobody objects twice', () => {
    fc.assert(
      fc.property(actions, (steps) => {
        let [standing, objectionsMade]: [OrderStanding, number] = [{ state: 'draft', objection: null }, 0];
        const seen = new Set<string>(['draft']);
        for (const action of steps) {
          const after = standingAfter(standing, action);
          if (isEnded(standing.state)) expect(after).toBeNull();
          if (!after) continue;
          if (action === 'object') objectionsMade += 1;
          if (after.state === 'answered') expect(seen.has('acknowledged')).toBe(true);
          if (after.state === 'accepted') expect([standing.state, standing.objection === 'pending']).toEqual(['answered', false]);
          if (after.objection !== null) expect(seen.has('served')).toBe(true);
          standing = after;
          seen.add(after.state);
        }
        expect(objectionsMade).toBeLessThanOrEqual(1);
      }),
      { numRuns: 5_000 },
    );
  });

  it('every state can be reached, and from every one that is not an end the order can still end', () => {
    const reached = new Map<string, OrderStanding>();
    for (const waiting: OrderStanding[] = [{ state: 'draft', objection: null }]; waiting.length > 0; ) {
      const standing = waiting.pop() as OrderStanding;
      if (reached.has(JSON.stringify(standing))) continue;
      reached.set(JSON.stringify(standing), standing);
      waiting.push(...orderActions.flatMap((action) => standingAfter(standing, action) ?? []));
    }
    expect(new Set([...reached.values()].map(({ state }) => state))).toEqual(new Set(orderStates));
    for (const state of orderStates) expect(standingAfter({ state, objection: null }, 'cancel') === null).toBe(isEnded(state));
  });
});
