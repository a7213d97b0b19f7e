/**
 * Lets `rate` requests a second through, and `burst` at once after a pause. In the memory of one replica: a channel
 * that spreads its messages over n replicas gets n times the rate.
 */
export class TokenBucket {
  private tokens: number;
  private at: number | undefined;

  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /**
   * @param nowMs monotonic milliseconds
   * @returns 0 when the request may pass, otherwise whole seconds after which another may
   */
  take(nowMs: number): number {
    const elapsed = this.at === undefined ? 0 : Math.max(0, nowMs - this.at);
    this.tokens = Math.min(this.burst, this.tokens + (elapsed * this.rate) / 1_000);
    this.at = nowMs;
    if (this.tokens >= 1) {
      this.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - this.tokens) / this.rate));
  }
}

/** Buckets by key; beyond `maximum` keys the one that was unused longest is forgotten, which only lets more through. */
export class TokenBuckets {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(private readonly options: { rate: number; burst: number; maximum: number }) {}

  take(key: string, nowMs: number): number {
    const bucket = this.buckets.get(key) ?? new TokenBucket(this.options.rate, this.options.burst);
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    const oldest = this.buckets.keys().next();
    if (this.buckets.size > this.options.maximum && !oldest.done) this.buckets.delete(oldest.value);
    return bucket.take(nowMs);
  }
}
