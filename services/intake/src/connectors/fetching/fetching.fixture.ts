import { randomUUID } from 'node:crypto';
import { createEvent, replyPublished } from '@wenzheng/contracts';
import { DATA_SOURCE, LOGGER, type DataSource } from '@wenzheng/platform';
import type { RegisteredItem } from '@wenzheng/testing/connectors';
import { OutboxLimit } from '../../access/outbox-limit.js';
import { DeliveryQueue } from '../../delivery/delivery-queue.js';
import { Connectors } from '../../delivery/connectors.js';
import type { Fixture, Replica } from '../../intake.fixture.js';
import { RegistrationService } from '../../registration/registration.service.js';
import { Fetcher } from './fetcher.js';
import type { FetchingConnector } from './fetching-connector.js';

/** Counts what a process does, and does nothing more from one step on. */
class Life {
  private steps = 0;
  isOver = false;

  constructor(private readonly last: number) {}

  /** A death before the work, or after it and before anybody learns of it. */
  mortal<Work extends (...parameters: never[]) => Promise<unknown>>(work: Work): Work {
    return (async (...parameters: Parameters<Work>) => {
      this.step();
      const result = await work(...parameters);
      this.step();
      return result;
    }) as unknown as Work;
  }

  private step(): void {
    this.steps += 1;
    this.isOver ||= this.steps >= this.last;
    if (this.isOver) throw new Error('the process has died');
  }
}

/** A connector that fetches, under the hand of a spec: it is asked when the spec says so, and its process may die at any step. */
export class FetchingRig<Cursor> {
  constructor(
    private readonly fixture: Fixture,
    private readonly replica: Replica,
    private readonly connector: FetchingConnector<Cursor>,
  ) {
    this.get(Connectors).add(connector);
  }

  async fetch(): Promise<void> {
    await this.round(this.dataSource, this.connector);
  }

  /** @returns whether the process came so far, and died */
  async fetchAndDieAt(step: number): Promise<boolean> {
    const life = new Life(step);
    const { connector } = this;
    const dying: FetchingConnector<Cursor> = Object.assign(Object.create(connector) as FetchingConnector<Cursor>, {
      fetch: life.mortal(connector.fetch.bind(connector)),
      ...(connector.acknowledge && { acknowledge: life.mortal(connector.acknowledge.bind(connector)) }),
    });
    const transaction: DataSource['transaction'] = (work: unknown) =>
      this.dataSource.transaction((manager) => {
        // Each transaction has a manager of its own.
        manager.query = life.mortal(manager.query.bind(manager)) as typeof manager.query;
        return (work as (given: typeof manager) => Promise<unknown>)(manager);
      }) as never;
    const dataSource = { query: life.mortal(this.dataSource.query.bind(this.dataSource)), transaction: life.mortal(transaction as never) } as unknown as DataSource;
    await this.round(dataSource, dying).catch((error: unknown) => {
      if (!life.isOver) throw error;
    });
    return life.isOver;
  }

  async registered(): Promise<RegisteredItem[]> {
    const rows = await this.fixture.rows<Omit<RegisteredItem, 'occurredAt'> & { occurredAt: Date }>(
      `SELECT message_id AS "messageId", external_id AS "externalId", connector, text, occurred_at AS "occurredAt" FROM message WHERE connector = $1 ORDER BY message_id`,
      [this.connector.name],
    );
    return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() }));
  }

  async reply(messageId: string, text: string): Promise<void> {
    const now = this.fixture.clock.now().toISOString();
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public' as const, interim: false, submittedAt: now, publishedAt: now, path: '/messages/x', text, historical: false };
    await this.fixture.deliver(createEvent(replyPublished, { subject: messageId, sequence: 1, time: new Date(now), data }));
  }

  async deliveryOf(messageId: string): Promise<{ state: 'pending' | 'delivered' | 'failed'; attempts: number }> {
    const [row] = await this.fixture.rows<{ state: 'pending' | 'delivered' | 'failed'; attempts: number }>(`SELECT state, attempts FROM delivery WHERE message_id = $1 AND kind = 'reply'`, [messageId]);
    return row ?? { state: 'pending', attempts: 0 };
  }

  private async round(dataSource: DataSource, connector: FetchingConnector<Cursor>): Promise<void> {
    await this.fixture.rows(`UPDATE fetch_cursor SET due_at = 'epoch'`);
    const fetcher = new Fetcher(dataSource, this.get(RegistrationService), this.get(DeliveryQueue), this.get(OutboxLimit), this.get(LOGGER));
    fetcher.add(connector);
    await fetcher.round();
  }

  private get dataSource(): DataSource {
    return this.get<DataSource>(DATA_SOURCE);
  }

  private get<Value>(token: (abstract new (...parameters: never[]) => Value) | symbol): Value {
    return this.replica.app.get(token as never, { strict: false }) as Value;
  }
}
