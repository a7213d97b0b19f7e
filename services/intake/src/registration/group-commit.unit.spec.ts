import { describe, expect, it } from '@jest/globals';
import { GroupCommit, QueueFullError } from './group-commit.js';

/** A writer whose batches finish when the spec says so. */
function heldWriter() {
  const batches: { rows: readonly number[]; finish: () => void; fail: (error: Error) => void }[] = [];
  const write = (rows: readonly number[]) =>
    new Promise<string[]>((resolve, reject) => {
      batches.push({ rows, finish: () => resolve(rows.map((row) => `stored ${row}`)), fail: reject });
    });
  return { batches, write };
}
const isLost = (error: unknown) => (error as Error).message === 'lost';
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  it('idle, a row goes at once and alone; while two batches are in flight, what comes gathers', async () => {
    const { batches, write } = heldWriter();
    const commit = new GroupCommit({ write, isLost, maximumWaiting: 1_000 });
    const results = Array.from({ length: 100 }, (_, row) => commit.submit(row));
    expect(batches.map(({ rows }) => rows.length)).toEqual([1, 1]);
    batches[0]?.finish();
    await settle();
    expect(batches.map(({ rows }) => rows.length)).toEqual([1, 1, 98]);
    batches.slice(1).forEach(({ finish }) => finish());
    expect(await Promise.all(results)).toEqual(Array.from({ length: 100 }, (_, row) => `stored ${row}`));
    expect(commit.writes).toBe(3);
  });

  it('a batch holds at most 256 rows', async () => {
    const { batches, write } = heldWriter();
    const commit = new GroupCommit({ write, isLost, maximumWaiting: 1_000 });
    const results = Array.from({ length: 602 }, (_, row) => commit.submit(row));
    while (batches.reduce((sum, { rows }) => sum + rows.length, 0) < 602) {
      batches.forEach(({ finish }) => finish());
      await settle();
    }
    batches.forEach(({ finish }) => finish());
    await Promise.all(results);
    expect(batches.map(({ rows }) => rows.length)).toEqual([1, 1, 256, 256, 88]);
  });

  it('one bad row fails alone', async () => {
    const write = async (rows: readonly number[]) => {
      if (rows.includes(13)) throw new Error('bad row');
      return rows.map((row) => `stored ${row}`);
    };
    const commit = new GroupCommit({ write, isLost, maximumWaiting: 1_000 });
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, row) => commit.submit(row)));
    expect(results.map(({ status }, row) => (status === 'rejected' ? row : -1)).filter((row) => row >= 0)).toEqual([13]);
  });

  it('a lost connection fails its whole batch and nothing is written twice', async () => {
    const { batches, write } = heldWriter();
    const commit = new GroupCommit({ write, isLost, maximumWaiting: 1_000 });
    const results = Promise.allSettled([1, 2, 3, 4].map((row) => commit.submit(row)));
    batches[0]?.finish();
    await settle();
    batches[2]?.fail(new Error('lost'));
    batches[1]?.finish();
    expect((await results).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(batches).toHaveLength(3);
  });

  it('beyond its limit a row is refused at once', async () => {
    const { batches, write } = heldWriter();
    const commit = new GroupCommit({ write, isLost, maximumWaiting: 2 });
    const results = [1, 2, 3, 4].map((row) => commit.submit(row));
    await expect(commit.submit(5)).rejects.toBeInstanceOf(QueueFullError);
    batches.forEach(({ finish }) => finish());
    await settle();
    batches.forEach(({ finish }) => finish());
    expect(await Promise.all(results)).toHaveLength(4);
  });
});
