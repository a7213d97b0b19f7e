import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem/problem.js';
import { Semaphore } from './semaphore.js';

describe('a semaphore', () => {
  it('runs no more tasks at once than it has slots, and a failed one frees its slot', async () => {
    const semaphore = new Semaphore(2);
    let [running, most] = [0, 0];
    const task = (index: number) => async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index % 3 === 0) throw new Error('failed');
    };
    const results = await Promise.allSettled(Array.from({ length: 9 }, (_, index) => semaphore.run(task(index))));
    expect(most).toBe(2);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
  });

  it('lets some wait in the order they came and refuses the rest at once', async () => {
    const semaphore = new Semaphore(1, { waiting: 2 });
    const held = Promise.withResolvers<string>();
    const order: number[] = [];
    const enter = (n: number) => semaphore.run(async () => void order.push(n));
    const first = semaphore.run(() => held.promise);
    const waiting = [enter(1), enter(2)];
    const refused: unknown = await enter(3).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'unavailable', status: 503, options: { retryAfterSeconds: 2 } });
    held.resolve('done');
    expect(await first).toBe('done');
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
    await enter(4);
    expect(order).toEqual([1, 2, 4]);
  });

  it('refuses in the words of whoever made it', async () => {
    const semaphore = new Semaphore(0, { waiting: 0, refusal: () => new Error('too many questions') });
    await expect(semaphore.run(async () => 'answer')).rejects.toThrow('too many questions');
  });
});
