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

  it('callers take turns, however many tasks one of them has waiting', async () => {
    const semaphore = new Semaphore(1);
    const order: string[] = [];
    const enter = (caller: string, n: number) => semaphore.run(async () => void order.push(`${caller}${n}`), caller);
    await Promise.all([...[1, 2, 3, 4].map((n) => enter('a', n)), enter('b', 1), enter('c', 1), enter('b', 2)]);
    expect(order).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
  });

  it('of one caller no more run at once than each may, and the slots that are left are for others', async () => {
    const semaphore = new Semaphore(3, { each: 2 });
    const held = Promise.withResolvers<void>();
    const begun: string[] = [];
    const enter = (caller: string) => semaphore.run(() => (begun.push(caller), held.promise), caller);
    const all = Promise.all([enter('a'), enter('a'), enter('a'), enter('b'), enter('c')]);
    expect(begun).toEqual(['a', 'a', 'b']);
    held.resolve();
    await all;
    expect(begun).toEqual(['a', 'a', 'b', 'a', 'c']);
  });

  it('where every place is taken, whoever has most loses the last of them to whoever has fewer', async () => {
    const semaphore = new Semaphore(1, { waiting: 3 });
    const held = Promise.withResolvers<void>();
    const first = semaphore.run(() => held.promise, 'a');
    const enter = (caller: string, n: number) => semaphore.run(async () => `${caller}${n}`, caller).catch(() => `${caller}${n} refused`);
    const waiting = [enter('a', 1), enter('a', 2), enter('a', 3), enter('a', 4), enter('b', 1), enter('b', 2), enter('c', 1), enter('d', 1)];
    held.resolve();
    await first;
    expect(await Promise.all(waiting)).toEqual(['a1', 'a2 refused', 'a3 refused', 'a4 refused', 'b1', 'b2 refused', 'c1', 'd1 refused']);
  });
});
