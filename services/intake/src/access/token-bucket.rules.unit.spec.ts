import { describe, expect, it } from '@jest/globals';
import { TokenBucket, TokenBuckets } from './token-bucket.rules.js';

describe('a token bucket', () => {
  it('lets a burst through and then its rate', () => {
    const bucket = new TokenBucket(10, 5);
    expect(Array.from({ length: 6 }, () => bucket.take(0))).toEqual([0, 0, 0, 0, 0, 1]);
    expect(bucket.take(100)).toBe(0);
    expect(bucket.take(100)).toBe(1);
  });

  it('says after how many seconds the next may pass', () => {
    const bucket = new TokenBucket(0.1, 1);
    bucket.take(0);
    expect(bucket.take(0)).toBe(10);
    expect(bucket.take(4_000)).toBe(6);
  });

  it('a pause saves no more than the burst, and a clock that stands gives nothing', () => {
    const bucket = new TokenBucket(1, 2);
    expect([bucket.take(3_600_000), bucket.take(3_600_000), bucket.take(3_600_000)]).toEqual([0, 0, 1]);
  });

  it('each key has its own bucket, and memory is bounded', () => {
    const buckets = new TokenBuckets({ rate: 0.001, burst: 1, maximum: 2 });
    expect([buckets.take('a', 0), buckets.take('b', 0), buckets.take('a', 0)]).toEqual([0, 0, 1_000]);
    buckets.take('c', 0);
    expect(buckets.take('a', 0)).toBe(1_000);
    expect(buckets.take('b', 0)).toBe(0);
  });
});
