import type { EventEnvelope } from '@wenzheng/contracts';
import type { DataSource } from '@wenzheng/platform';
import type { TestAccount } from './nats.js';

/**
 * The event of this type that `work` has published, seen on the bus while nobody may relay from the outbox's table: so it was handed over
 * as soon as it was committed. What is not handed over comes some seconds later, and nothing but its lateness shows it.
 */
export async function publishedFromMemory({ dataSource, account }: { dataSource: DataSource; account: TestAccount }, type: string, work: () => Promise<unknown>): Promise<EventEnvelope> {
  const relay = dataSource.createQueryRunner();
  const arrivals = account.connection.subscribe(type, { max: 1, timeout: 20_000 });
  try {
    await relay.query(`SELECT pg_advisory_lock(hashtext('outbox ' || current_schema()))`);
    await account.connection.flush();
    await work();
    for await (const message of arrivals) return message.json<EventEnvelope>();
    throw new Error(`no ${type} was published`);
  } finally {
    arrivals.unsubscribe();
    await relay.query(`SELECT pg_advisory_unlock(hashtext('outbox ' || current_schema()))`);
    await relay.release();
  }
}
