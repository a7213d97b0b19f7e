import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Loop } from './loop.js';

const never = (error: unknown) => {
  throw error;
};

describe('a loop', () => {
  it('runs one round after another, also after one that failed, which is told of', async () => {
    const failures: unknown[] = [];
    const enough = Promise.withResolvers<void>();
    let rounds = 0;
    const loop = new Loop({
      everyMs: 0,
      failed: (error) => failures.push(error),
      round: async () => {
        rounds += 1;
        if (rounds === 5) enough.resolve();
        if (rounds === 2) throw new Error('away');
      },
    });
    loop.start();
    await enough.promise;
    await loop.stop();
    expect(failures).toEqual([new Error('away')]);
  });

  it('rests until it is woken; what wakes it while a round is at work brings another, and only one', async () => {
    const held = Promise.withResolvers<void>();
    let rounds = 0;
    const loop = new Loop({
      everyMs: 3_600_000,
      failed: never,
      round: async () => {
        rounds += 1;
        if (rounds === 1) await held.promise;
      },
    });
    loop.start();
    loop.wake();
    loop.wake();
    expect(rounds).toBe(1);
    held.resolve();
    while (rounds < 2) await turn();
    for (let n = 0; n < 10; n += 1) await turn();
    expect(rounds).toBe(2);
    loop.wake();
    while (rounds < 3) await turn();
    await loop.stop();
    expect(rounds).toBe(3);
  });

  it('says itself when the next round begins', async () => {
    let rounds = 0;
    const third = Promise.withResolvers<void>();
    const loop = new Loop({
      everyMs: 3_600_000,
      failed: never,
      round: async () => {
        rounds += 1;
        if (rounds === 3) third.resolve();
        return rounds < 3 ? 0 : undefined;
      },
    });
    loop.start();
    await third.promise;
    await loop.stop();
    expect(rounds).toBe(3);
  });

  it('is stopped when its round has come to its end, whose rests end at once; before its first round none begins', async () => {
    let isOver = false;
    const loop: Loop = new Loop({
      everyMs: 0,
      failed: never,
      round: async () => {
        await loop.rest(3_600_000);
        expect(loop.isStopping).toBe(true);
        await turn();
        isOver = true;
      },
    });
    loop.start();
    await turn();
    await loop.stop();
    expect(isOver).toBe(true);
    const later = new Loop({ everyMs: 0, failed: never, round: () => Promise.reject(new Error('began')) });
    later.start(3_600_000);
    await later.stop();
  });
});
