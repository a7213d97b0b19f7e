import { z } from 'zod';
import { defineEvent } from './envelope.js';
import { channelSchema, dateSchema, endingSchema, endings, instantSchema, type ServiceName } from './vocabulary.js';

/**
 * One channel and day in one service's own tables: how many messages stand at each ending, and the XOR of
 * SHA-256(messageId‖ending) over them, 64 hex digits. Two services agree on a bucket when counts and digest are equal.
 */
export const ledgerBucketSchema = z.object({
  channel: channelSchema,
  date: dateSchema,
  counts: z.object(
    Object.fromEntries(endings.map((ending) => [ending, z.int().nonnegative()])) as Record<
      (typeof endings)[number],
      z.ZodInt
    >,
  ),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LedgerBucket = z.infer<typeof ledgerBucketSchema>;

/** One message in a bucket, as `GET /v1/ledger/{channel}/{date}` of every service lists it. */
export const ledgerEntrySchema = z.object({ messageId: z.uuid(), ending: endingSchema });
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Messages that a service holds facts of, and whose registration has not reached it for longer than any delay explains. */
export const unregisteredSchema = z.object({
  count: z.int().nonnegative(),
  /** The first of them. */
  messageIds: z.array(z.uuid()).max(20),
});
export type Unregistered = z.infer<typeof unregisteredSchema>;

/** 待甄别: what has come in by a channel on a day and nobody else is told of: held, or set aside as no message 不属来信. */
export const heldBucketSchema = z.object({ channel: channelSchema, date: dateSchema, held: z.int().nonnegative(), setAside: z.int().nonnegative() });
export type HeldBucket = z.infer<typeof heldBucketSchema>;

/**
 * `complete`: the count lists every bucket that the service has; otherwise those alone that have changed since its last
 * count, and what it does not list is as it was. A large count comes in `parts` events of the same `countedAt` (absent:
 * one); it says what it says only once all of them are there. `unregistered` is absent in counts of earlier releases; `held` lists everything each time, and
 * is absent where nothing is ever held.
 */
const ledgerCountedSchema = z.object({
  countedAt: instantSchema,
  complete: z.boolean(),
  part: z.int().positive().optional(),
  parts: z.int().positive().optional(),
  buckets: z.array(ledgerBucketSchema).max(20_000),
  unregistered: unregisteredSchema.optional(),
  held: z.array(heldBucketSchema).max(20_000).optional(),
});

export const ledgerCounted = {
  intake: defineLedger('intake'),
  routing: defineLedger('routing'),
  publication: defineLedger('publication'),
  'deadline-supervision': defineLedger('deadline-supervision'),
} as const;

function defineLedger(owner: ServiceName) {
  return defineEvent(owner, 'ledger.counted', ledgerCountedSchema, ['deadline-supervision']);
}
