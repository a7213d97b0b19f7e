import { createHash } from 'node:crypto';
import { channelSchema, dateSchema, endings, endingSchema, idSchema, instantSchema, ledgerBucketSchema, services, unregisteredSchema, type ServiceName } from '@wenzheng/contracts';
import type { HeldBucket, LedgerBucket, LedgerEntry } from '@wenzheng/contracts';
import { z } from 'zod';

const serviceSchema = z.enum(services);

/** How each service holds one message; absent where the service does not know it. */
const endingsByServiceSchema = z.partialRecord(serviceSchema, endingSchema);
export type EndingsByService = z.infer<typeof endingsByServiceSchema>;
const countInstantsSchema = z.partialRecord(serviceSchema, instantSchema);
export type CountInstants = z.infer<typeof countInstantsSchema>;

export interface ServiceBucket extends LedgerBucket {
  service: ServiceName;
}

/** A bucket that differed, and in how many comparisons in a row. */
const suspectBucketSchema = z.object({ channel: channelSchema, date: dateSchema, times: z.int() });
export type SuspectBucket = z.infer<typeof suspectBucketSchema>;

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

export const sizeOf = ({ counts }: LedgerBucket): number => endings.reduce((sum, ending) => sum + counts[ending], 0);

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

const serviceDifferenceSchema = z.object({ service: serviceSchema, expected: endingSchema, found: z.enum([...endings, 'missing']) });
export type ServiceDifference = z.infer<typeof serviceDifferenceSchema>;

const equationSchema = z.object({
  channel: channelSchema,
  received: z.int().describe('来件: all that came in, registered or not'),
  held: z.int().describe('待甄别: it waits for the information office'),
  setAside: z.int().describe('不属来信: nobody has said anything in it'),
  registered: z.int(),
  ...ledgerBucketSchema.shape.counts.shape,
});

const placeSchema = z.object({ channel: channelSchema, date: dateSchema, messageId: idSchema });
export const conservationSchema = z
  .object({
    balanced: z.boolean().describe('the services were compared a moment ago, and no message is named'),
    settled: z.boolean().describe('the services were compared a moment ago, and no bucket differed'),
    silent: z.array(serviceSchema).describe('who has stopped counting'),
    comparedAt: instantSchema.nullable(),
    countedAt: countInstantsSchema,
    channelDays: z.int(),
    unsettled: z.array(suspectBucketSchema),
    messages: z.array(placeSchema.extend({ services: endingsByServiceSchema })),
    differences: z.array(placeSchema.extend(serviceDifferenceSchema.shape)),
    unregistered: z.array(unregisteredSchema.extend({ service: serviceSchema })).describe('of whom facts are known, and no registration'),
    channels: z.array(equationSchema).describe('received = registered + held + setAside, and registered = the sum of the endings, by intake’s counts'),
  })
  .meta({ id: 'Conservation' });

/** One channel and day: 受理 = what has ended + 在办, and on which messages the services differ. */
export const conservedDaySchema = z
  .object({
    date: dateSchema,
    ...equationSchema.shape,
    registeredBy: z.record(z.enum(services), z.int().nullable()).describe('how many each service has; null: it has counted none'),
    messages: z.array(z.object({ messageId: idSchema, services: endingsByServiceSchema })).describe('差额: those that are named'),
  })
  .meta({ id: 'ConservedDay' });

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

/** R04 as an equation per channel: received = registered + held + set aside, and registered = the sum of all endings, of which `open` is one. */
export function equationOf(buckets: readonly LedgerBucket[], waiting: readonly HeldBucket[]): z.infer<typeof equationSchema>[] {
  const channels = [...new Set([...buckets, ...waiting].map(({ channel }) => channel))].sort();
  return channels.map((channel) => {
    const group = buckets.filter((bucket) => bucket.channel === channel);
    const beside = waiting.filter((bucket) => bucket.channel === channel);
    const sums = endings.map((ending) => [ending, group.reduce((sum, bucket) => sum + bucket.counts[ending], 0)] as const);
    const counts = Object.fromEntries(sums) as LedgerBucket['counts'];
    const registered = group.reduce((sum, bucket) => sum + sizeOf(bucket), 0);
    const held = beside.reduce((sum, bucket) => sum + bucket.held, 0);
    const setAside = beside.reduce((sum, bucket) => sum + bucket.setAside, 0);
    return { channel, received: registered + held + setAside, held, setAside, registered, ...counts };
  });
}
