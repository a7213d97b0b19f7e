import { describe, expect, it } from '@jest/globals';
import { Problem } from '@wenzheng/platform';
import { ListQueue } from './list-queue.js';

describe('lists under a flood', () => {
  it('so many are made at a time, some wait in the order they came, and the rest is told to come again', async () => {
    const queue = new ListQueue(1, 2);
    const held = Promise.withResolvers<string>();
    const order: number[] = [];
    const list = (n: number) => queue.run(async () => void order.push(n));
    const first = queue.run(() => held.promise);
    const waiting = [list(1), list(2)];
    const refused: unknown = await list(3).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'unavailable', status: 503, options: { retryAfterSeconds: 2 } });
    held.resolve('done');
    expect(await first).toBe('done');
    await Promise.all(waiting);
    expect(order).toEqual([1, 2]);
    await list(4);
    expect(order).toEqual([1, 2, 4]);
  });

  it('one that fails gives its place back', async () => {
    const queue = new ListQueue(1, 0);
    await expect(queue.run(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await queue.run(async () => 'next')).toBe('next');
  });
});
