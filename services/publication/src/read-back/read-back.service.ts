import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, Metrics, sampled, type DataSource, type Logger, type MetricDefinition } from '@wenzheng/platform';
import type { PublicationConfig } from '../config.js';
import { MessageReader } from '../message/message.reader.js';
import { CONFIG } from '../tokens.js';
import type { PortalFailure } from './read-back.entity.js';
import { publishedDigests, readDigests } from './read-back.rules.js';

const turnMs = 15_000;
const answerMs = 20_000;
const bytesAtMost = 4 * 2 ** 20;
const newest = 5;
const random = 5;
const keptDays = 62;
/** What changed a moment ago may still be kept by whatever stands between. */
const settling = '2 minutes';

export const readBackMetrics = {
  away: { name: 'wenzheng_portal_away', type: 'gauge', help: '1 while the portal did not answer at its public address when it was last read from outside', labels: [] },
  differing: { name: 'wenzheng_read_back_differing', type: 'gauge', help: 'Messages whose published replies read otherwise at the public address than they were published', labels: [] },
} as const satisfies Record<string, MetricDefinition>;

interface Sampled {
  messageId: string;
  number: string;
}

/**
 * 回读: on a schedule the portal is read at its own public address as anybody reads it, by one replica at a time: whether it answers, and whether the replies that were published
 * stand there in the words that were published. Only that address is asked, and no redirection followed.
 */
@Injectable()
export class ReadBack implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly rounds = new Loop({
    everyMs: turnMs,
    round: () => this.round(new Date()),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'the portal was not read back'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(CONFIG) private readonly config: PublicationConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.observe(Object.values(readBackMetrics), sampled(async () => {
      const [last] = await this.dataSource.query<{ away: number; differing: number }[]>(
        'SELECT (failure IS NOT NULL)::int AS away, cardinality(differing) AS differing FROM read_back WHERE settled_at IS NOT NULL ORDER BY begun_at DESC LIMIT 1',
      );
      return [{ metric: readBackMetrics.away, value: last?.away ?? 0 }, { metric: readBackMetrics.differing, value: last?.differing ?? 0 }];
    }));
  }

  onApplicationBootstrap(): void {
    if (this.config.READ_BACK_SECONDS > 0) this.rounds.start(turnMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  async round(now: Date): Promise<void> {
    const everyMs = this.config.READ_BACK_SECONDS * 1_000;
    const begunAt = new Date(Math.floor(now.getTime() / everyMs) * everyMs);
    const begun = await this.dataSource.query<unknown[]>('INSERT INTO read_back (begun_at) VALUES ($1) ON CONFLICT DO NOTHING RETURNING begun_at', [begunAt]);
    if (begun.length === 0) return;
    const failure = await this.portalFailure();
    const sample = failure === null ? await this.sample(now) : [];
    const differing: string[] = [];
    for (const one of sample) if (!(await this.isReadAsPublished(one))) differing.push(one.number);
    if (failure !== null || differing.length > 0) this.logger.warn({ failure, differing }, 'the portal does not read from outside as it should');
    // A round that could not compare leaves open what differed before.
    await this.dataSource.query(
      `UPDATE read_back SET settled_at = $2, failure = $3, compared = $4,
         differing = CASE WHEN $3::text IS NULL THEN $5::text[] ELSE coalesce((SELECT last.differing FROM read_back last WHERE last.begun_at < $1 AND last.settled_at IS NOT NULL ORDER BY last.begun_at DESC LIMIT 1), '{}') END
       WHERE begun_at = $1`,
      [begunAt, new Date(), failure, sample.length, differing],
    );
    await this.dataSource.query(`DELETE FROM read_back WHERE begun_at < $1::timestamptz - interval '${keptDays} days'`, [begunAt]);
  }

  private async portalFailure(): Promise<PortalFailure | null> {
    try {
      const { status, isPage } = await this.ask('/', 'text/html');
      return status === 200 && isPage ? null : 'refused';
    } catch {
      return 'unreachable';
    }
  }

  /** What differed the last time, the newest answers, and some from any time. */
  private async sample(now: Date): Promise<Sampled[]> {
    const isSettled = `answered_at IS NOT NULL AND visibility = 'public' AND channel IS NOT NULL AND updated_at < $1::timestamptz - interval '${settling}'`;
    return this.dataSource.query<Sampled[]>(
      `SELECT DISTINCT message_id AS "messageId", message_number AS number FROM (
         (SELECT message_id, message_number FROM message
          WHERE ${isSettled} AND message_number = ANY (SELECT unnest(differing) FROM (SELECT differing FROM read_back WHERE settled_at IS NOT NULL ORDER BY begun_at DESC LIMIT 1) AS last))
         UNION ALL (SELECT message_id, message_number FROM message WHERE ${isSettled} ORDER BY answered_at DESC LIMIT ${newest})
         UNION ALL (SELECT message_id, message_number FROM message, (SELECT min(answered_at) + random() * (max(answered_at) - min(answered_at)) AS at FROM message WHERE answered_at IS NOT NULL) AS any_time
           WHERE ${isSettled} AND answered_at >= any_time.at ORDER BY answered_at LIMIT ${random})
       ) AS sampled`,
      [now],
    );
  }

  /** What differs is looked at again: it may have been changed meanwhile. */
  private async isReadAsPublished({ messageId, number }: Sampled): Promise<boolean> {
    for (let look = 0; look < 2; look += 1) {
      const read = await this.ask(`/v1/messages/${encodeURIComponent(number)}`, 'application/json').then(({ status, body }) => (status === 200 ? readDigests(body) : null), () => null);
      const published = publishedDigests((await this.messages.details(messageId)).replies);
      if (read !== null && read.join() === published.join()) return true;
    }
    return false;
  }

  private async ask(path: string, accept: string): Promise<{ status: number; isPage: boolean; body: string }> {
    const response = await fetch(new URL(path, this.config.PUBLIC_URL), { headers: { accept, 'cache-control': 'no-cache' }, redirect: 'manual', signal: AbortSignal.timeout(answerMs) });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > bytesAtMost) throw new Error('the answer is too long');
      chunks.push(chunk);
    }
    return { status: response.status, isPage: response.headers.get('content-type')?.startsWith('text/html') ?? false, body: Buffer.concat(chunks).toString('utf8') };
  }
}
