import { createHash } from 'node:crypto';
import { endings, services, type ChannelName, type Ending, type LedgerBucket, type LedgerEntry, type ServiceName } from '@wenzheng/contracts';

/** How each service holds one message; absent where the service does not know it. */
export type EndingsByService = Partial<Record<ServiceName, Ending>>;
export type CountInstants = Partial<Record<ServiceName, string>>;

export interface ServiceBucket extends LedgerBucket {
  service: ServiceName;
}

/** A bucket that differed, and in how many comparisons in a row. */
export interface SuspectBucket {
  channel: ChannelName;
  date: string;
  times: number;
}

export interface NamedDifference {
  messageId: string;
  endings: EndingsByService;
}

const keyOf = ({ channel, date }: { channel: string; date: string }) => `${channel} ${date}`;

/** A comparison says something new only once every service has counted again. */
export function isNewRound(counted: CountInstants, compared: CountInstants): boolean {
  return services.every((service) => {
    const now = counted[service];
    const before = compared[service];
    return now !== undefined && (before === undefined || Date.parse(now) > Date.parse(before));
  });
}

/** The services that have not counted since `since`, or never. */
export const silentSince = (counted: CountInstants, since: Date): ServiceName[] =>
  services.filter((service) => !(Date.parse(counted[service] ?? '') >= since.getTime()));

/** The buckets in which not all services agree, with what was suspected before. A bucket without a row is an empty one. */
export function suspectsOf(buckets: readonly ServiceBucket[], before: readonly SuspectBucket[]): { suspects: SuspectBucket[]; channelDays: number } {
  const grouped = Map.groupBy(buckets, keyOf);
  const earlier = new Map(before.map((suspect) => [keyOf(suspect), suspect.times]));
  const suspects = [...grouped.values()].filter(isInDisagreement).flatMap(([bucket]) => {
    if (!bucket) return [];
    const { channel, date } = bucket;
    return [{ channel, date, times: (earlier.get(keyOf(bucket)) ?? 0) + 1 }];
  });
  const inUse = [...grouped.values()].filter((group) => group.some((bucket) => sizeOf(bucket) > 0));
  return { suspects, channelDays: inUse.length };
}

/** Differing twice in a row: once is what a message on its way looks like. */
export const worthALook = (suspects: readonly SuspectBucket[]): SuspectBucket[] => suspects.filter(({ times }) => times >= 2);

function isInDisagreement(group: readonly ServiceBucket[]): boolean {
  const views = services.map((service) => {
    const bucket = group.find((one) => one.service === service);
    return bucket && sizeOf(bucket) > 0 ? `${bucket.digest} ${endings.map((ending) => bucket.counts[ending]).join(' ')}` : 'empty';
  });
  return new Set(views).size > 1;
}

const sizeOf = ({ counts }: LedgerBucket): number => endings.reduce((sum, ending) => sum + counts[ending], 0);

/** Every message of a bucket that the services hold differently. */
export function differencesIn(ledgers: Record<ServiceName, readonly LedgerEntry[]>): NamedDifference[] {
  const views = new Map<string, EndingsByService>();
  for (const service of services) {
    for (const { messageId, ending } of ledgers[service]) {
      views.set(messageId, { ...views.get(messageId), [service]: ending });
    }
  }
  return [...views]
    .filter(([, view]) => new Set(services.map((service) => view[service] ?? 'missing')).size > 1)
    .map(([messageId, view]) => ({ messageId, endings: view }));
}

/** The bucket as its service would count it. */
export function bucketOf({ channel, date }: Pick<LedgerBucket, 'channel' | 'date'>, entries: readonly LedgerEntry[]): LedgerBucket {
  const digest = new Uint8Array(32);
  for (const { messageId, ending } of entries) {
    createHash('sha256').update(messageId + ending).digest().forEach((byte, index) => (digest[index] = (digest[index] ?? 0) ^ byte));
  }
  const counts = Object.fromEntries(endings.map((ending) => [ending, entries.filter((entry) => entry.ending === ending).length]));
  return { channel, date, counts: counts as LedgerBucket['counts'], digest: Buffer.from(digest).toString('hex') };
}

export const isSameView = (a: EndingsByService, b: EndingsByService): boolean => services.every((service) => a[service] === b[service]);

export interface ServiceDifference {
  service: ServiceName;
  expected: Ending;
  found: Ending | 'missing';
}

/**
 * Which services stand apart: `expected` is what most of those that know the message say and, where they are divided, what
 * the one that comes first on the message's way says, intake before all.
 */
export function apart(view: EndingsByService): ServiceDifference[] {
  const votes = Map.groupBy(services.filter((service) => view[service] !== undefined), (service) => view[service]);
  const [expected] = [...votes].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  if (expected === undefined) return [];
  return services
    .filter((service) => view[service] !== expected)
    .map((service) => ({ service, expected, found: view[service] ?? ('missing' as const) }));
}

/** R04 as an equation per channel: registered = the sum of all endings, of which `open` is one. */
export function equationOf(buckets: readonly LedgerBucket[]) {
  return [...Map.groupBy(buckets, ({ channel }) => channel)].map(([channel, group]) => {
    const counts = Object.fromEntries(endings.map((ending) => [ending, group.reduce((sum, bucket) => sum + bucket.counts[ending], 0)]));
    return { channel, registered: group.reduce((sum, bucket) => sum + sizeOf(bucket), 0), ...counts };
  });
}
