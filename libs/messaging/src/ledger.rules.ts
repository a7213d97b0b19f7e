import { endings, type ChannelName, type LedgerBucket } from '@wenzheng/contracts';

/** Events of more buckets than this are split; 2,000 buckets are some 500 kB. */
export const bucketsPerEvent = 2_000;
const recentDays = 31;
const quickMilliseconds = 500;
const nightlyHour = 2;

export interface BucketKey {
  channel: ChannelName;
  date: string;
}

/** What is known of earlier counts. */
export interface LedgerState {
  completedAt: Date | null;
  completeMilliseconds: number | null;
}

/** The zone of the city is UTC+8 without summer time; a ledger's days are its dates. */
const shanghai = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000);

/**
 * Everything is counted as long as that is quick, at a process's first count, and once a night after 02:00 Shanghai;
 * otherwise only buckets that are recent, hold an open message, or were listed last time (so that a bucket's last change is
 * counted too, although it is now old and closed).
 */
export function countsEverything(state: LedgerState, now: Date, isFirst: boolean): boolean {
  if (isFirst || state.completedAt === null || state.completeMilliseconds === null) return true;
  if (state.completeMilliseconds < quickMilliseconds) return true;
  const night = shanghai(now);
  if (night.getUTCHours() < nightlyHour) night.setUTCDate(night.getUTCDate() - 1);
  night.setUTCHours(nightlyHour, 0, 0, 0);
  return shanghai(state.completedAt) < night;
}

/** The first date that counts as recent. Business time may be ahead of real time, never behind: later dates are recent too. */
export function recentSince(now: Date): string {
  return new Date(shanghai(now).getTime() - recentDays * 86_400_000).toISOString().slice(0, 10);
}

/** 256 binary digits as 64 hexadecimal ones. */
export function hexadecimal(bits: string): string {
  return BigInt(`0b${bits}`).toString(16).padStart(64, '0');
}

export function emptyBucket({ channel, date }: BucketKey): LedgerBucket {
  const counts = Object.fromEntries(endings.map((ending) => [ending, 0])) as LedgerBucket['counts'];
  return { channel, date, counts, digest: '0'.repeat(64) };
}

/** A bucket that was listed before and has no row any more is listed as empty: its absence is news. */
export function withVanished(buckets: LedgerBucket[], watched: readonly BucketKey[]): LedgerBucket[] {
  const present = new Set(buckets.map(({ channel, date }) => `${channel} ${date}`));
  return [...buckets, ...watched.filter(({ channel, date }) => !present.has(`${channel} ${date}`)).map(emptyBucket)];
}

/** At least one part, so that a service without a message says so. */
export function partsOf(buckets: LedgerBucket[]): LedgerBucket[][] {
  const parts: LedgerBucket[][] = [];
  for (let start = 0; start < Math.max(buckets.length, 1); start += bucketsPerEvent) {
    parts.push(buckets.slice(start, start + bucketsPerEvent));
  }
  return parts;
}
