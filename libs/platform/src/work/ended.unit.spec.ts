import { expect, it } from '@jest/globals';
import { ended } from './ended.js';

it('waits for every work, and throws the first failure in their order', async () => {
  const slow = Promise.withResolvers<void>();
  let isOver = false;
  const all = ended([Promise.reject(new Error('first')), slow.promise.then(() => Promise.reject(new Error('second')))]).finally(() => (isOver = true));
  all.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  slow.resolve();
  await expect(all).rejects.toThrow('first');
  await expect(ended([Promise.resolve(1)])).resolves.toBeUndefined();
});
