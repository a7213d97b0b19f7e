import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { backoff, DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type EntityManager, type Logger } from '@wenzheng/platform';
import { OutboxLimit } from '../../access/outbox-limit.js';
import { DeliveryQueue } from '../../delivery/delivery-queue.js';
import type { RegistrationOutcome } from '../../message/outcome.rules.js';
import { RegistrationService } from '../../registration/registration.service.js';
import { AskLater, type FetchedPage, type FetchingConnector } from './fetching-connector.js';

const pollMs = 500;
/** Longer than fetching and registering a page: afterwards the turn counts as lost, and another replica takes it. */
const turnMs = 90_000;
/** Between two rounds of a source that is away. */
const longestWaitMs = 10 * 60_000;

interface Turn {
  connector: FetchingConnector<unknown>;
  source: string;
  id: string;
}

/**
 * Asks the other sides, one replica a source at a time. A page is fetched outside any transaction; then its messages, what the connector
 * keeps of them, their receipts and the cursor are written in one, and only then is the other side told. Guarantee: a process that dies
 * anywhere loses nothing and doubles nothing, and a page that was fetched twice is registered once.
 */
@Injectable()
export class Fetcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly connectors: FetchingConnector<unknown>[] = [];
  private readonly rounds = new Loop({
    everyMs: pollMs,
    round: () => this.round(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'sources not asked'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(RegistrationService) private readonly registration: RegistrationService,
    @Inject(DeliveryQueue) private readonly deliveries: DeliveryQueue,
    @Inject(OutboxLimit) private readonly outboxLimit: OutboxLimit,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  add<Cursor>(connector: FetchingConnector<Cursor>): void {
    this.connectors.push(connector as FetchingConnector<unknown>);
  }

  get connectorsAsked(): readonly FetchingConnector<unknown>[] {
    return this.connectors;
  }

  onApplicationBootstrap(): void {
    this.rounds.start(pollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Every source whose time has come, to its end. */
  async round(): Promise<void> {
    for (const connector of this.connectors) {
      for (const source of await connector.sources()) {
        if (this.rounds.isStopping) return;
        const turn = await this.take(connector, source);
        if (turn) await this.askInTurn(turn);
      }
    }
  }

  /** Null while it is another's turn, or none's yet. */
  private async take(connector: FetchingConnector<unknown>, source: string): Promise<Turn | null> {
    const [id, now] = [randomUUID(), Date.now()];
    const taken = await this.dataSource.query<unknown[]>(
      `INSERT INTO fetch_cursor (connector, source, turn, due_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (connector, source) DO UPDATE SET turn = excluded.turn, due_at = excluded.due_at WHERE fetch_cursor.due_at <= $5
       RETURNING source`,
      [connector.name, source, id, new Date(now + turnMs), new Date(now)],
    );
    return taken.length > 0 ? { connector, source, id } : null;
  }

  private async askInTurn(turn: Turn): Promise<void> {
    try {
      // What cannot be told of yet may wait on the other side as well.
      await this.outboxLimit.refuseBeyond();
      while (!(await this.ask(turn)) && !this.rounds.isStopping);
    } catch (error) {
      const { connector, source, id } = turn;
      const { message } = describeError(error);
      this.logger.warn({ connector: connector.name, source, error: describeError(error) }, 'source not fetched');
      await this.dataSource.query(
        `UPDATE fetch_cursor SET turn = NULL, failures = failures + 1, last_reason = $4, due_at = $5::timestamptz + coalesce($8, least($6 * power(2, least(failures, 20)), $7)) * interval '1 millisecond'
         WHERE connector = $1 AND source = $2 AND turn = $3`,
        [connector.name, source, id, (message ?? 'unknown error').slice(0, 500), new Date(), backoff(1), longestWaitMs, error instanceof AskLater ? error.afterSeconds * 1_000 : null],
      );
    }
  }

  /** One page. @returns whether nothing more is there, or the turn was lost */
  private async ask({ connector, source, id }: Turn): Promise<boolean> {
    const [row] = await this.dataSource.query<{ cursor: unknown }[]>('SELECT cursor FROM fetch_cursor WHERE connector = $1 AND source = $2 AND turn = $3', [connector.name, source, id]);
    if (!row) return true;
    const page = await connector.fetch(source, row.cursor);
    const isOurs = await this.dataSource.transaction((manager) => this.keep(manager, { connector, source, id }, page));
    if (isOurs) await connector.acknowledge?.(source, page);
    return page.isLast || !isOurs;
  }

  private async keep(manager: EntityManager, { connector, source, id }: Turn, { items, cursor, isLast, afterSeconds = connector.everySeconds, certificateExpiresAt }: FetchedPage<unknown>): Promise<boolean> {
    const now = Date.now();
    const [, count] = await manager.query<[unknown, number]>(
      `UPDATE fetch_cursor SET cursor = $4, due_at = $5, succeeded_at = $6, failures = 0, last_reason = NULL, certificate_expires_at = $7 WHERE connector = $1 AND source = $2 AND turn = $3`,
      [connector.name, source, id, JSON.stringify(cursor), new Date(isLast ? now + afterSeconds * 1_000 : now + turnMs), new Date(now), certificateExpiresAt ?? null],
    );
    if (count === 0) return false;
    const messages = items.flatMap(({ message }) => message ?? []);
    const outcomes = (await this.registration.registerFetched(manager, connector.name, messages))[Symbol.iterator]();
    const [created, held]: [string[], string[]] = [[], []];
    for (const { message, receipt = true, keep } of items) {
      const outcome = message ? (outcomes.next().value as RegistrationOutcome) : null;
      if (outcome?.outcome === 'created' && receipt) created.push(outcome.messageId);
      if (outcome?.outcome === 'held' && receipt) held.push(outcome.messageId);
      await keep?.(manager, outcome);
    }
    if (connector.tellsReceipts !== false) {
      await this.deliveries.enqueueReceipts(manager, created);
      // Theirs goes when they are registered.
      await manager.query('UPDATE hold SET receipt = true WHERE message_id = ANY ($1::uuid[])', [held]);
    }
    return true;
  }
}
