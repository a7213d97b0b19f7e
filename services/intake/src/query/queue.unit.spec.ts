import { describe, expect, it } from '@jest/globals';
import { Queue, QueueIsFullError } from './queue.js';

describe('a queue', () => {
  it('runs so many at once, lets so many wait in their order, and refuses the others at once', async () => {
    const queue = new Queue({ running: 2, waiting: 2 });
    const begun: number[] = [];
    const gate = Promise.withResolvers<void>();
    const all = [1, 2, 3, 4, 5].map((n) => queue.run(async () => {
      begun.push(n);
      await gate.promise;
      return n;
    }));
    await expect(all[4]).rejects.toBeInstanceOf(QueueIsFullError);
    expect(begun).toEqual([1, 2]);
    gate.resolve();
    expect(await Promise.all(all.slice(0, 4))).toEqual([1, 2, 3, 4]);
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it('is free again after a task that failed', async () => {
    const queue = new Queue({ running: 1, waiting: 0 });
    await expect(queue.run(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await queue.run(() => Promise.resolve('up'))).toBe('up');
  });
});
