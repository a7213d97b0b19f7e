import { expect, test } from '@jest/globals';
import { Limiter } from './limiter.js';

test('no more tasks run at once than there are slots, and a failed one frees its slot', async () => {
  const limiter = new Limiter(2);
  let [running, most] = [0, 0];
  const task = (index: number) => async () => {
    most = Math.max(most, (running += 1));
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (index % 3 === 0) throw new Error('failed');
  };
  const results = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => limiter.run(task(index))));
  expect(most).toBe(2);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
});
