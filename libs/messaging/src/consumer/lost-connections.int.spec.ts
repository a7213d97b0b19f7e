// Connections that are ended all the while, between the statements of handlers: a failover, an administrator, an idle timeout.
import { setImmediate } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { Fixture, registeredMany } from '../messaging.fixture.js';
import { OnEvent, type EventContext } from './on-event.js';

let fixture: Fixture;
let endings = 0;
const handled = new Map<string, number>();

/** The connection of each batch is ended twice in the middle, by whatever event it begins with. */
@Controller()
class Effects {
  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext): Promise<void> {
    const ids = events.map(({ id }) => id);
    const first = ids[0] ?? '';
    handled.set(first, (handled.get(first) ?? 0) + 1);
    if ((handled.get(first) ?? 0) <= 2) await endConnectionOf(manager);
    await manager.query('INSERT INTO effect (event_id) SELECT unnest($1::uuid[])', [ids]);
  }
}

async function endConnectionOf(manager: EntityManager): Promise<void> {
  const [backend] = await manager.query<{ pid: number }[]>('SELECT pg_backend_pid() AS pid');
  await fixture.dataSource.query('SELECT pg_terminate_backend($1)', [backend?.pid]);
  endings += 1;
  // Half of them are met before the driver has noticed, half after.
  while (endings % 2 === 0 && !manager.queryRunner?.isReleased) await setImmediate();
}

beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());

it('while connections end again and again, no good event becomes a dead letter, and each has its effect once', async () => {
  await fixture.consumer('routing', Effects);
  const events = registeredMany(200);
  for (const [index, event] of events.entries()) {
    fixture.publish(event.type, event);
    // Twenty at a time, so that there are at least ten batches to be ended: what waits for another try is taken with whatever came meanwhile.
    if (index % 20 === 19) await eventually(async () => expect(await fixture.count('effect')).toBe(index + 1), { timeoutMs: 120_000 });
  }
  expect(endings).toBeGreaterThanOrEqual(10);
  expect(await fixture.count('(SELECT FROM effect GROUP BY event_id HAVING count(*) > 1) AS twice')).toBe(0);
  expect(await fixture.count('dead_letter')).toBe(0);
}, 180_000);
