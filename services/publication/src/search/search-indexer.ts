import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, planned, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { blockSize, postingsOf, searchWords } from './search.rules.js';

const everyMs = 2_000;

interface Indexed {
  id: string;
  title: string;
  text: string;
  searchWords: string | null;
}

/**
 * Indexes what is public in blocks of 256 messages, in the background: an event's transaction writes no more than the
 * message's id into the tail. Guarantee: a public message is in the tail or in a block that was built from its words of now.
 */
@Injectable()
export class SearchIndexer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly loop = new Loop({
    everyMs,
    round: async () => ((await this.build()) ? 0 : everyMs),
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
   * In the transaction that makes messages public or changes their public words; in key order. A block at work on the same
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

  /** A block, if the tail fills one. @returns whether the next may be full too */
  build(): Promise<boolean> {
    return this.dataSource.transaction((manager) => this.buildBlock(manager));
  }

  private async buildBlock(manager: EntityManager): Promise<boolean> {
    if (!(await this.isAlone(manager))) return false;
    // Counted first: locks on rows that do not fill a block would be written to the log again and again.
    const [tail] = await manager.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM (SELECT FROM search_tail LIMIT ${blockSize}) AS waiting`);
    if ((tail?.count ?? 0) < blockSize) return false;
    const [taken] = await manager.query<[{ id: string }[], number]>(
      `DELETE FROM search_tail WHERE message_id IN (SELECT message_id FROM search_tail ORDER BY message_id LIMIT ${blockSize} FOR UPDATE SKIP LOCKED)
       RETURNING message_id AS id`,
    );
    // A statement of its own, which sees what was committed before the rows above were locked.
    const messages = await manager.query<Indexed[]>(
      `SELECT message_id AS id, title, text, search_words AS "searchWords" FROM message WHERE message_id = ANY ($1::uuid[]) AND visibility = 'public' ORDER BY message_id`,
      [taken.map(({ id }) => id)],
    );
    const words = messages.map((message) => message.searchWords ?? searchWords(message));
    await this.keepWords(manager, messages.flatMap(({ id, searchWords: kept }, place) => (kept === null ? [{ id, words: words[place] }] : [])));
    const postings = postingsOf(words);
    await manager.query(
      `WITH new AS (INSERT INTO search_block (message_ids) SELECT $1::uuid[] RETURNING block)
       INSERT INTO search_posting (bucket, block, terms, masks)
       SELECT bucket, block, terms::integer[], masks::bit(256)[] FROM new, unnest($2::smallint[], $3::text[], $4::text[]) AS posting (bucket, terms, masks)`,
      [
        messages.map(({ id }) => id),
        postings.map(({ bucket }) => bucket),
        postings.map(({ terms }) => `{${terms.join()}}`),
        postings.map(({ masks }) => `{${masks.map((mask) => `x${mask}`).join()}}`),
      ],
    );
    return taken.length === blockSize;
  }

  /** Of what the release before published. */
  private async keepWords(manager: EntityManager, found: readonly { id: string; words: string | undefined }[]): Promise<void> {
    if (found.length === 0) return;
    await manager.query(
      'UPDATE message SET search_words = found.words FROM unnest($1::uuid[], $2::text[]) AS found (id, words) WHERE message_id = found.id',
      [found.map(({ id }) => id), found.map(({ words }) => words)],
    );
  }

  /** One replica at a time: two would part the tail between them into blocks that are not full. */
  private async isAlone(manager: EntityManager): Promise<boolean> {
    const [lock] = await manager.query<{ taken: boolean }[]>(`SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' search blocks', 0)) AS taken`);
    return lock?.taken === true;
  }
}
