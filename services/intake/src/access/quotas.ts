import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import type { AdmittedKey } from './channel-keys.js';
import { TokenBucket } from './token-bucket.rules.js';

const dayMs = 86_400_000;
/** Shanghai has no other offset. */
const offsetMs = 8 * 3_600_000;

/** Seconds until the business date after this instant begins. */
export const secondsToNextDay = (now: Date): number => Math.ceil((dayMs - ((now.getTime() + offsetMs) % dayMs)) / 1_000);

/** 配额: how much one integration may bring, whatever the channel's rate lets through. Every message counts, repeats too. */
@Injectable()
export class Quotas {
  private readonly buckets = new Map<string, { perSecond: number; bucket: TokenBucket }>();

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `intake.quota-exceeded` */
  async take({ keyId, perSecond, perDay }: AdmittedKey): Promise<void> {
    if (perSecond !== null) {
      const waitSeconds = this.bucketOf(keyId, perSecond).take(performance.now());
      if (waitSeconds > 0) throw problem('intake.quota-exceeded', { retryAfterSeconds: waitSeconds });
    }
    if (perDay === null) return;
    const now = this.clock.now();
    const counted = await this.dataSource.query<unknown[]>(
      `INSERT INTO channel_key_use AS used (key_id, day, messages) VALUES ($1, $2, 1)
       ON CONFLICT (key_id, day) DO UPDATE SET messages = used.messages + 1 WHERE used.messages < $3 RETURNING 1`,
      [keyId, businessDateOf(now), perDay],
    );
    if (counted.length === 0) throw problem('intake.quota-exceeded', { retryAfterSeconds: secondsToNextDay(now) });
  }

  private bucketOf(keyId: string, perSecond: number): TokenBucket {
    const known = this.buckets.get(keyId);
    if (known?.perSecond === perSecond) return known.bucket;
    const bucket = new TokenBucket(perSecond, perSecond);
    this.buckets.set(keyId, { perSecond, bucket });
    return bucket;
  }
}
