import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, planned, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { searchWords } from './search.rules.js';
import { buckets, folded, foldedOf, freshSize, postingsOf, type Posting } from './segment.rules.js';

const everyMs = 2_000;

/** So many buckets of the segments that are folded are in memory at once. */
const bucketsAtOnce = 64;

interface Indexed {
  id: string;
  title: string;
  text: string;
  searchWords: string | null;
  registeredAt: Date;
}

/** What of a segment a search must know before it reads it. */
interface Bounds {
  size: number;
  newest: Date;
  oldest: Date;
}

interface Fresh {
  segment: number;
  offset: number;
}

/**
 * Indexes what is public in the background, as a log of segments: an event's transaction writes no more than the message's id into the tail; 256 messages of the
 * tail become a segment, and 64 such segments one. Guarantee: a public message is in the tail or in a segment that was built from its words of now; in others it
 * may be by words that it had.
 */
@Injectable()
export class SearchIndexer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    // Folded first: what a search reads stays little while very many messages wait.
    round: async () => ((await this.fold()) || (await this.build()) ? 0 : everyMs),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'messages were not indexed; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /**
   * In the transaction that makes messages public or changes their public words; in key order. A segment at work on the same
   * message is waited for, because it may have read the words before.
   */
  async enqueue(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    if (messageIds.length === 0) return;
    await manager.query(
      planned(`INSERT INTO search_tail (message_id) SELECT DISTINCT id FROM unnest($1::uuid[]) AS id ORDER BY id
       ON CONFLICT (message_id) DO UPDATE SET message_id = excluded.message_id`),
      [messageIds],
    );
  }

  /** A segment, if the tail fills one. @returns whether the next may be full too */
  build(): Promise<boolean> {
    return this.dataSource.transaction((manager) => this.buildSegment(manager));
  }

  /** One segment in the place of so many, the oldest first, if there are as many that are not folded yet. @returns whether it did */
  fold(count = foldedOf): Promise<boolean> {
    return this.dataSource.transaction((manager) => this.foldSegments(manager, count));
  }

  private async buildSegment(manager: EntityManager): Promise<boolean> {
    if (!(await this.isAlone(manager))) return false;
    // Counted first: locks on rows that do not fill a segment would be written to the log again and again.
    const [tail] = await manager.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM (SELECT FROM search_tail LIMIT ${freshSize}) AS waiting`);
    if ((tail?.count ?? 0) < freshSize) return false;
    const [taken] = await manager.query<[{ id: string }[], number]>(
      `DELETE FROM search_tail WHERE message_id IN (SELECT message_id FROM search_tail ORDER BY message_id LIMIT ${freshSize} FOR UPDATE SKIP LOCKED)
       RETURNING message_id AS id`,
    );
    // A statement of its own, which sees what was committed before the rows above were locked.
    const messages = await manager.query<Indexed[]>(
      `SELECT message_id AS id, title, text, search_words AS "searchWords", registered_at AS "registeredAt" FROM message WHERE message_id = ANY ($1::uuid[]) AND visibility = 'public' ORDER BY message_id`,
      [taken.map(({ id }) => id)],
    );
    const words = messages.map((message) => message.searchWords ?? searchWords(message));
    await this.keepWords(manager, messages.flatMap(({ id, searchWords: kept }, place) => (kept === null ? [{ id, words: words[place] }] : [])));
    if (messages.length === 0) return true;
    const times = messages.map(({ registeredAt }) => registeredAt).toSorted((a, b) => a.getTime() - b.getTime());
    const segment = await this.open(manager, { size: messages.length, isFolded: false, newest: times.at(-1)!, oldest: times[0]! });
    await manager.query('INSERT INTO search_member (segment, place, message_id) SELECT $1, place - 1, id FROM unnest($2::uuid[]) WITH ORDINALITY AS member (id, place)', [segment, messages.map(({ id }) => id)]);
    await this.keepPostings(manager, segment, postingsOf(words));
    return taken.length === freshSize;
  }

  private async foldSegments(manager: EntityManager, count: number): Promise<boolean> {
    if (!(await this.isAlone(manager))) return false;
    const fresh = await manager.query<Fresh[]>(
      `SELECT segment, (sum(size) OVER (ORDER BY segment) - size)::int AS offset FROM (SELECT segment, size FROM search_segment WHERE NOT is_folded ORDER BY segment LIMIT $1) AS oldest`,
      [count],
    );
    if (fresh.length < count) return false;
    const segments = fresh.map(({ segment }) => segment);
    const [gone] = await manager.query<Bounds[]>(
      `WITH gone AS (DELETE FROM search_segment WHERE segment = ANY ($1::integer[]) RETURNING size, newest, oldest)
       SELECT sum(size)::int AS size, max(newest) AS newest, min(oldest) AS oldest FROM gone`,
      [segments],
    );
    const segment = await this.open(manager, { ...gone!, isFolded: true });
    await manager.query(
      `WITH gone AS (DELETE FROM search_member WHERE segment = ANY ($2::integer[]) RETURNING segment, place, message_id)
       INSERT INTO search_member (segment, place, message_id) SELECT $1, start + place, message_id FROM gone JOIN unnest($2::integer[], $3::integer[]) AS fresh (segment, start) USING (segment)`,
      [segment, segments, fresh.map(({ offset }) => offset)],
    );
    const offsets = new Map(fresh.map((one) => [one.segment, one.offset]));
    for (let from = 0; from < buckets; from += bucketsAtOnce) {
      const [rows] = await manager.query<[(Posting & { segment: number })[], number]>(
        'DELETE FROM search_place WHERE bucket >= $1 AND bucket < $2 AND segment = ANY ($3::integer[]) RETURNING bucket, segment, terms, ends, places',
        [from, from + bucketsAtOnce, segments],
      );
      const parts = rows.map((row) => ({ ...row, offset: offsets.get(row.segment) ?? 0 })).toSorted((a, b) => a.offset - b.offset);
      await this.keepPostings(manager, segment, folded(parts));
    }
    return true;
  }

  private async open(manager: EntityManager, { size, isFolded, newest, oldest }: Bounds & { isFolded: boolean }): Promise<number> {
    const [row] = await manager.query<{ segment: number }[]>('INSERT INTO search_segment (size, is_folded, newest, oldest) VALUES ($1, $2, $3, $4) RETURNING segment', [size, isFolded, newest, oldest]);
    return row!.segment;
  }

  private async keepPostings(manager: EntityManager, segment: number, postings: readonly Posting[]): Promise<void> {
    await manager.query(
      `INSERT INTO search_place (bucket, segment, terms, ends, places)
       SELECT bucket, $1, terms::integer[], ends::integer[], places FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bytea[]) AS posting (bucket, terms, ends, places)`,
      [segment, postings.map(({ bucket }) => bucket), postings.map(({ terms }) => `{${terms.join()}}`), postings.map(({ ends }) => `{${ends.join()}}`), postings.map(({ places }) => places)],
    );
  }

  /** Of what the release before published. */
  private async keepWords(manager: EntityManager, found: readonly { id: string; words: string | undefined }[]): Promise<void> {
    if (found.length === 0) return;
    await manager.query(
      'UPDATE message SET search_words = found.words FROM unnest($1::uuid[], $2::text[]) AS found (id, words) WHERE message_id = found.id',
      [found.map(({ id }) => id), found.map(({ words }) => words)],
    );
  }

  /** One replica at a time: two would part the tail between them into segments that are not full. */
  private async isAlone(manager: EntityManager): Promise<boolean> {
    const [lock] = await manager.query<{ taken: boolean }[]>(`SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' search segments', 0)) AS taken`);
    return lock?.taken === true;
  }
}
