import { Inject, Injectable } from '@nestjs/common';
import { endings, services, type ChannelName, type HeldBucket, type LedgerBucket, type ServiceName, type Unregistered } from '@wenzheng/contracts';
import { DATA_SOURCE, describeError, LOGGER, pageFrom, type BeforeJson, type DataSource, type EntityManager, type Logger, type Page } from '@wenzheng/platform';
import type { z } from 'zod';
import type { SupervisionConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { apart, bucketOf, conservationSchema, type conservedDaySchema, differencesIn, equationOf, isNewRound, isSameView, silentSince, sizeOf, suspectsOf, worthALook } from './conservation.rules.js';
import type { CountInstants, EndingsByService, ServiceBucket, SuspectBucket } from './conservation.rules.js';
import { LedgerClient } from './ledger-client.js';

/** At most so many buckets are read message by message after one comparison; the others wait for the next. */
const bucketsPerRound = 20;
/** A comparison is too old to say anything after so many intervals between counts, or after a minute if that is longer. */
const freshIntervals = 3;
const shortestFreshMs = 60_000;

interface Comparison {
  compared_at: Date | null;
  counted_at: CountInstants;
  channel_days: number;
  suspects: SuspectBucket[];
}

interface DaysAsked {
  channel?: ChannelName | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after?: string | undefined;
  limit: number;
}

interface DifferenceRow {
  channel: SuspectBucket['channel'];
  date: string;
  message_id: string;
  endings: EndingsByService;
  confirmed: boolean;
}

/** R04, 件件有交代: compares what the four services count, and names the messages that they do not agree about. */
@Injectable()
export class ConservationService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LedgerClient) private readonly ledgers: LedgerClient,
    @Inject(CONFIG) private readonly config: Pick<SupervisionConfig, 'LEDGER_SECONDS'>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Compares the latest counts once every service has counted again; one replica does. Returns the buckets that have now
   * differed twice in a row and are worth a look; null if there was nothing to compare.
   */
  async compare(now = new Date()): Promise<SuspectBucket[] | null> {
    return this.dataSource.transaction(async (manager) => {
      const [before] = await manager.query<Comparison[]>('SELECT * FROM comparison FOR UPDATE SKIP LOCKED');
      const counted = instantsOf(await lastCounts(manager));
      if (!before || !isNewRound(counted, before.counted_at)) return null;
      const { suspects } = suspectsOf(await bucketsInDisagreement(manager), before.suspects);
      await manager.query(
        `UPDATE comparison SET compared_at = $1, counted_at = $2, suspects = $3, channel_days = (
           SELECT count(DISTINCT (channel, date)) FROM ledger_bucket)`,
        [now, JSON.stringify(counted), JSON.stringify(suspects)],
      );
      await manager.query(
        `DELETE FROM ledger_difference WHERE (channel, date) NOT IN (SELECT * FROM unnest($1::text[], $2::date[]))`,
        [suspects.map(({ channel }) => channel), suspects.map(({ date }) => date)],
      );
      return worthALook(suspects).slice(0, bucketsPerRound);
    });
  }

  /**
   * Reads these buckets message by message from all services. A message on which they differ in the same way as at the look
   * before is confirmed, and named from then on; one on which they agree again is forgotten.
   */
  async look(buckets: readonly SuspectBucket[], now = new Date()): Promise<void> {
    for (const bucket of buckets) {
      try {
        await this.lookInto(bucket, now);
      } catch (error) {
        this.logger.warn({ error: describeError(error), channel: bucket.channel, date: bucket.date }, 'ledgers could not be read');
      }
    }
  }

  /**
   * `balanced`: the services were compared a moment ago, and no message is named. `settled`: and no bucket differed; while messages are
   * on their way, buckets differ for a moment, so that `settled` may be false in a healthy city. `silent`: who has stopped counting.
   */
  async report(now = new Date()): Promise<BeforeJson<z.infer<typeof conservationSchema>>> {
    const [comparison] = await this.dataSource.query<Comparison[]>('SELECT * FROM comparison');
    const buckets = await this.dataSource.query<ServiceBucket[]>(
      `SELECT service, channel, date::text, counts, digest FROM ledger_bucket WHERE service = 'intake' ORDER BY channel, date`,
    );
    const rows = await this.dataSource.query<DifferenceRow[]>(
      'SELECT channel, date::text, message_id, endings, confirmed FROM ledger_difference WHERE confirmed ORDER BY date, channel, message_id',
    );
    const counts = await lastCounts(this.dataSource.manager);
    const freshSince = new Date(now.getTime() - Math.max(shortestFreshMs, freshIntervals * this.config.LEDGER_SECONDS * 1_000));
    const comparedAt = comparison?.compared_at ?? null;
    const suspects = comparison?.suspects ?? [];
    const isFresh = comparedAt !== null && comparedAt > freshSince;
    const unregistered = counts.flatMap(({ service, unregistered }) => (unregistered && unregistered.count > 0 ? [{ service, ...unregistered }] : []));
    return {
      balanced: isFresh && rows.length === 0 && unregistered.length === 0,
      settled: isFresh && suspects.length === 0,
      silent: silentSince(instantsOf(counts), freshSince),
      comparedAt,
      countedAt: comparison?.counted_at ?? {},
      channelDays: comparison?.channel_days ?? 0,
      unsettled: suspects,
      messages: rows.map(({ channel, date, message_id: messageId, endings }) => ({ channel, date, messageId, services: endings })),
      differences: rows.flatMap(({ channel, date, message_id: messageId, endings }) =>
        apart(endings).map((difference) => ({ channel, date, messageId, ...difference })),
      ),
      unregistered,
      channels: equationOf(buckets, heldIn(counts)),
    };
  }

  /** By intake's counts, of which each message is one. */
  async days({ channel, from, to, after, limit }: DaysAsked): Promise<Page<z.infer<typeof conservedDaySchema>>> {
    const [date = null, place = null] = after?.split(' ') ?? [];
    const held = heldIn(await lastCounts(this.dataSource.manager));
    const buckets = await this.dataSource.query<(LedgerBucket & { sizes: Partial<Record<ServiceName, LedgerBucket['counts']>> | null; messages: z.infer<typeof conservedDaySchema>['messages'] })[]>(
      `WITH own AS (
         SELECT channel, date, coalesce(counts, $8::jsonb) AS counts, coalesce(digest, '') AS digest FROM (SELECT * FROM ledger_bucket WHERE service = 'intake') AS registered
         FULL JOIN jsonb_to_recordset($7::jsonb) AS held (channel text, date date) USING (channel, date))
       SELECT channel, date::text, counts, digest,
         (SELECT jsonb_object_agg(service, other.counts) FROM ledger_bucket AS other WHERE other.channel = own.channel AND other.date = own.date) AS sizes,
         coalesce((SELECT jsonb_agg(jsonb_build_object('messageId', message_id, 'services', endings) ORDER BY message_id) FROM ledger_difference AS found
                   WHERE confirmed AND found.channel = own.channel AND found.date = own.date), '[]') AS messages
       FROM own WHERE ($1::text IS NULL OR channel = $1) AND ($2::date IS NULL OR date >= $2) AND ($3::date IS NULL OR date <= $3)
         AND ($4::date IS NULL OR (date, channel COLLATE "C") < ($4, $5))
       ORDER BY date DESC, channel COLLATE "C" DESC LIMIT $6`,
      [channel ?? null, from ?? null, to ?? null, date, place, limit + 1, JSON.stringify(held), JSON.stringify(noneCounted)],
    );
    const { items, next } = pageFrom(buckets, limit, (bucket) => `${bucket.date} ${bucket.channel}`);
    return {
      items: items.flatMap(({ sizes, messages, ...bucket }) =>
        equationOf([bucket], held.filter((one) => one.channel === bucket.channel && one.date === bucket.date)).map((equation) => ({
          ...equation, date: bucket.date, messages,
          registeredBy: Object.fromEntries(services.map((service) => [service, sizes?.[service] ? sizeOf({ ...bucket, counts: sizes[service] }) : null])) as Record<ServiceName, number | null>,
        }))),
      next,
    };
  }

  private async lookInto(bucket: SuspectBucket, now: Date): Promise<void> {
    const [comparison] = await this.dataSource.query<Comparison[]>('SELECT * FROM comparison');
    const ledgers = await this.ledgers.read(bucket);
    const found = differencesIn(ledgers);
    await this.dataSource.transaction(async (manager) => {
      if (found.length === 0) await this.recount(manager, bucket, ledgers, comparison?.counted_at ?? {});
      const earlier = await manager.query<DifferenceRow[]>(
        'SELECT channel, date::text, message_id, endings, confirmed FROM ledger_difference WHERE channel = $1 AND date = $2::date ORDER BY message_id FOR UPDATE',
        [bucket.channel, bucket.date],
      );
      const views = new Map(earlier.map((row) => [row.message_id, row]));
      await manager.query('DELETE FROM ledger_difference WHERE channel = $1 AND date = $2::date', [bucket.channel, bucket.date]);
      const rows = found.map(({ messageId, endings }) => {
        const before = views.get(messageId);
        const confirmed = before !== undefined && (before.confirmed || isSameView(before.endings, endings));
        return { channel: bucket.channel, date: bucket.date, message_id: messageId, endings, found_at: now, confirmed };
      });
      await manager.query('INSERT INTO ledger_difference SELECT * FROM json_populate_recordset(NULL::ledger_difference, $1::json)', [
        JSON.stringify(rows),
      ]);
    });
  }

  /**
   * Where every message agrees although the counts do not, a count was lost: what was read now stands for the counts that were
   * compared. A later count takes its place.
   */
  private async recount(
    manager: EntityManager,
    bucket: SuspectBucket,
    ledgers: Awaited<ReturnType<LedgerClient['read']>>,
    counted: CountInstants,
  ): Promise<void> {
    const known = services.filter((service) => counted[service] !== undefined);
    const recounted = known.map((service) => bucketOf(bucket, ledgers[service]));
    await manager.query(
      `INSERT INTO ledger_bucket (service, channel, date, counts, digest, counted_at)
       SELECT service, $1, $2::date, counts, digest, counted_at
       FROM unnest($3::text[], $4::jsonb[], $5::text[], $6::timestamptz[]) AS recounted (service, counts, digest, counted_at)
       ON CONFLICT (service, channel, date) DO UPDATE
         SET counts = excluded.counts, digest = excluded.digest, counted_at = excluded.counted_at
         WHERE ledger_bucket.counted_at <= excluded.counted_at`,
      [
        bucket.channel,
        bucket.date,
        known,
        recounted.map(({ counts }) => JSON.stringify(counts)),
        recounted.map(({ digest }) => digest),
        known.map((service) => counted[service]),
      ],
    );
  }
}

interface LastCount {
  service: ServiceName;
  at: Date;
  unregistered: Unregistered | null;
  held: HeldBucket[] | null;
}

/** Of each service the last count that has arrived in all its parts. */
async function lastCounts(manager: EntityManager): Promise<LastCount[]> {
  return manager.query<LastCount[]>(
    `SELECT DISTINCT ON (service) service, counted_at AS at, jsonb_agg(unregistered) -> 0 AS unregistered, jsonb_agg(held) -> 0 AS held FROM ledger_part
     GROUP BY service, counted_at HAVING count(*) = max(parts) ORDER BY service, counted_at DESC`,
  );
}

const noneCounted = Object.fromEntries(endings.map((ending) => [ending, 0]));

/** Intake alone holds anything. */
const heldIn = (counts: readonly LastCount[]): HeldBucket[] => counts.flatMap(({ held }) => held ?? []);

const instantsOf = (counts: readonly LastCount[]): CountInstants =>
  Object.fromEntries(counts.map(({ service, at }) => [service, at.toISOString()]));

/** Buckets that a service lacks, or whose digests or counts differ; the rules decide. */
async function bucketsInDisagreement(manager: EntityManager): Promise<ServiceBucket[]> {
  return manager.query<ServiceBucket[]>(
    `SELECT service, channel, date::text, counts, digest FROM ledger_bucket WHERE (channel, date) IN (
       SELECT channel, date FROM ledger_bucket GROUP BY channel, date
       HAVING count(*) < 4 OR count(DISTINCT digest) > 1 OR count(DISTINCT counts) > 1)
     ORDER BY date, channel, service`,
  );
}
