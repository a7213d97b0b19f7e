import { beforeEach, describe, expect, it } from '@jest/globals';
import { Readiness } from './health.js';

let readiness: Readiness;
const down = new Set<string>();
const check = (name: string) => async () => {
  if (down.has(name)) throw new Error('away');
};
beforeEach(() => {
  down.clear();
  readiness = new Readiness();
  readiness.register('database', check('database'));
  readiness.register('bus', check('bus'), { needed: false });
});

describe('a service is', () => {
  it.each([
    [[], 'up'],
    [['bus'], 'degraded'],
    [['database'], 'down'],
    [['database', 'bus'], 'down'],
  ])('without %j %s', async (lost, status) => {
    for (const name of lost) down.add(name);
    const { status: reported, checks } = await readiness.report();
    expect(reported).toBe(status);
    expect(Object.keys(checks).filter((name) => checks[name] === 'down')).toEqual(lost);
  });

  it('leaving once it has been told to end', async () => {
    readiness.leave();
    expect(await readiness.report()).toEqual({ status: 'leaving', checks: { database: 'up', bus: 'up' } });
  });
});
