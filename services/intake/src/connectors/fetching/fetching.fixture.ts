import { DATA_SOURCE, LOGGER, type DataSource } from '@wenzheng/platform';
import { OutboxLimit } from '../../access/outbox-limit.js';
import { PublishedReplies } from '../../delivery/delivery.fixture.js';
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
  /** What stands registered by it, and replies that go back by it. */
  readonly replies: PublishedReplies;

  constructor(
    private readonly fixture: Fixture,
    private readonly replica: Replica,
    private readonly connector: FetchingConnector<Cursor>,
  ) {
    this.replies = new PublishedReplies(fixture, connector.name);
    // What the service itself brings along is known there.
    if (!this.get(Connectors).get(connector.name)) this.get(Connectors).add(connector);
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

  private async round(dataSource: DataSource, connector: FetchingConnector<Cursor>): Promise<void> {
    // The replica's own rounds end before the first of these.
    await this.get(Fetcher).onApplicationShutdown();
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
