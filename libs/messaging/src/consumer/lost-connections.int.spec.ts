// Connections that are ended all the while, between the statements of handlers: a failover, an administrator, an idle timeout.
import { Controller } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Fixture, registeredMany } from '../messaging.fixture.js';
import { OnEvent, type EventContext } from './on-event.js';

/** Takes its time between its statements, so that connections end there. */
@Controller()
class Effects {
  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext): Promise<void> {
    await manager.query('SELECT pg_sleep(0.01)');
    await new Promise((resolve) => setImmediate(resolve));
    await manager.query('INSERT INTO effect (event_id) SELECT unnest($1::uuid[])', [events.map(({ id }) => id)]);
    await new Promise((resolve) => setImmediate(resolve));
    await manager.query('SELECT');
  }
}

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());

it('while connections end again and again, no good event becomes a dead letter, and each has its effect once', async () => {
  await fixture.consumer('routing', Effects);
  let [ended, sent] = [0, 0];
  while (ended < 40) {
    for (const event of registeredMany(10)) fixture.publish(event.type, event);
    sent += 10;
    ended += await endTransactions();
  }
  await eventually(async () => expect(await fixture.count('effect')).toBe(sent), { timeoutMs: 120_000 });
  expect(await fixture.count('(SELECT FROM effect GROUP BY event_id HAVING count(*) > 1) AS twice')).toBe(0);
  expect(await fixture.count('dead_letter')).toBe(0);
}, 180_000);

/** Ends every connection of this database that is between two statements of a transaction; returns how many those were. */
async function endTransactions(): Promise<number> {
  const rows: unknown[] = await fixture.dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()`,
  );
  return rows.length;
}
