import { endings, type ChannelName, type LedgerBucket } from '@wenzheng/contracts';

/** Events of more buckets than this are split; 2,000 buckets are some 500 kB. */
export const bucketsPerEvent = 2_000;
const recentDays = 31;
const quickMilliseconds = 500;
/** Counting everything takes at most this share of the time. */
const shareOfTime = 1 / 40;
const nightlyHour = 2;

export interface BucketKey {
  channel: ChannelName;
  date: string;
}

/** A bucket as it was last published, in short. */
export interface PublishedBucket extends BucketKey {
  fingerprint: string;
}

/** What is known of earlier counts. */
export interface LedgerState {
  /** When everything was published last. */
  completedAt: Date | null;
  /** How long counting everything took last. */
  completeMilliseconds: number | null;
  /** When this process counted everything last. */
  everythingAt: Date | null;
}

/** The zone of the city is UTC+8 without summer time; a ledger's days are its dates. */
const shanghai = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000);

/**
 * Everything is published at a process's first count and once a night after 02:00 Shanghai, so that whoever has missed a
 * count is right again; at all other times only what has changed since the last.
 */
export function publishesEverything({ completedAt }: Pick<LedgerState, 'completedAt'>, now: Date, isFirst: boolean): boolean {
  if (isFirst || completedAt === null) return true;
  const night = shanghai(now);
  if (night.getUTCHours() < nightlyHour) night.setUTCDate(night.getUTCDate() - 1);
  night.setUTCHours(nightlyHour, 0, 0, 0);
  return shanghai(completedAt) < night;
}

/**
 * Everything is counted as long as that is quick, and to publish everything; otherwise only buckets that are recent, hold an
 * open message, or held one last time (so that a bucket's last change is counted too, although it is now old and closed).
 * An import opens and closes old messages between two counts, which nothing of this sees: so even where it is slow, everything
 * is counted again as soon as that costs no more than its share of the time.
 */
export function countsEverything(state: LedgerState, now: Date, isFirst: boolean): boolean {
  if (publishesEverything(state, now, isFirst) || state.completeMilliseconds === null) return true;
  if (state.completeMilliseconds < quickMilliseconds || state.everythingAt === null) return true;
  return now.getTime() - state.everythingAt.getTime() >= state.completeMilliseconds / shareOfTime;
}

/** The first date that counts as recent. Business time may be ahead of real time, never behind: later dates are recent too. */
export function recentSince(now: Date): string {
  return new Date(shanghai(now).getTime() - recentDays * 86_400_000).toISOString().slice(0, 10);
}

/** 256 binary digits as 64 hexadecimal ones. */
export function hexadecimal(bits: string): string {
  return BigInt(`0b${bits}`).toString(16).padStart(64, '0');
}

export const fingerprintOf = ({ counts, digest }: LedgerBucket): string => [digest, ...endings.map((ending) => counts[ending])].join(' ');

const keyOf = ({ channel, date }: BucketKey): string => `${channel} ${date}`;

/**
 * What has changed since it was last published. A bucket that was published and has no message any more is listed as empty:
 * its absence is news.
 */
export function changesSince(published: readonly PublishedBucket[], counted: readonly LedgerBucket[]): { changed: LedgerBucket[]; vanished: LedgerBucket[] } {
  const before = new Map(published.map((bucket) => [keyOf(bucket), bucket.fingerprint]));
  const present = new Set(counted.map(keyOf));
  return {
    changed: counted.filter((bucket) => before.get(keyOf(bucket)) !== fingerprintOf(bucket)),
    vanished: published.filter((bucket) => !present.has(keyOf(bucket))).map(emptyBucket),
  };
}

export function emptyBucket({ channel, date }: BucketKey): LedgerBucket {
  const counts = Object.fromEntries(endings.map((ending) => [ending, 0])) as LedgerBucket['counts'];
  return { channel, date, counts, digest: '0'.repeat(64) };
}

/** At least one part, so that a service in which nothing has changed says that it has counted. */
export function partsOf(buckets: LedgerBucket[]): LedgerBucket[][] {
  const parts: LedgerBucket[][] = [];
  for (let start = 0; start < Math.max(buckets.length, 1); start += bucketsPerEvent) {
    parts.push(buckets.slice(start, start + bucketsPerEvent));
  }
  return parts;
}
