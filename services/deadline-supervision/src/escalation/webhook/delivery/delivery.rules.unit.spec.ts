import { describe, expect, it } from '@jest/globals';
import { jitter } from '@wenzheng/platform';
import fc from 'fast-check';
import { nextAttemptAt, patienceMs, taskOf, type Waiting } from './delivery.rules.js';

const start = new Date('2026-11-23T10:00:00Z');
const at = (ms: number) => new Date(start.getTime() + ms);

describe('attempts', () => {
  it('come after 5 s, 20 s, 80 s and ever later, up to every 4 h, and a last time after a day', () => {
    const pauses: number[] = [];
    let now = start;
    for (let attempts = 1; ; attempts += 1) {
      const next = nextAttemptAt(attempts, start, 0, now, (pause) => pause);
      if (!next) break;
      pauses.push((next.getTime() - now.getTime()) / 1_000);
      now = next;
    }
    expect(pauses).toEqual([5, 20, 80, 320, 1_280, 5_120, 14_400, 14_400, 14_400, 14_400, 14_400, 7_575]);
    expect(now.getTime() - start.getTime()).toBe(patienceMs);
  });

  it('are spread, end within a day however much is asked, and are never sooner than asked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: patienceMs / 500 }), fc.integer({ min: 0, max: patienceMs * 2 }), (attempts, afterSeconds, elapsed) => {
        const next = nextAttemptAt(attempts, start, afterSeconds, at(elapsed), jitter);
        if (next === null) return elapsed >= patienceMs;
        const end = at(patienceMs).getTime();
        return elapsed < patienceMs && next.getTime() <= end && next.getTime() >= Math.min(end, at(elapsed + afterSeconds * 1_000).getTime()) && next > at(elapsed);
      }),
    );
    const spread = new Set(Array.from({ length: 50 }, () => nextAttemptAt(5, start, 0, start, jitter)?.getTime()));
    expect(spread.size).toBeGreaterThan(10);
  });
});

describe("what to do next for an endpoint", () => {
  const waiting = (position: number, dueIn: number, holding = false): Waiting => ({ position: String(position), attempts: 1, firstAttemptAt: start, nextAttemptAt: at(dueIn), holding });
  it('is for the next of the list while nothing waits, and while what was refused waits', () => {
    expect(taskOf([], start)).toEqual({ kind: 'next' });
    expect(taskOf([waiting(1, 5_000)], start)).toEqual({ kind: 'next' });
  });
  it('is for what waits as soon as it is due, the first before the others', () => {
    expect(taskOf([waiting(1, 5_000), waiting(2, 0), waiting(3, 0)], start)).toMatchObject({ kind: 'again', delivery: { position: '2' } });
  });
  it('is nobody’s while the endpoint is out of reach, or refuses one after the other', () => {
    expect(taskOf([waiting(1, 5_000, true)], start)).toEqual({ kind: 'rest' });
    expect(taskOf(Array.from({ length: 10 }, (_, index) => waiting(index, 5_000)), start)).toEqual({ kind: 'rest' });
  });
});
