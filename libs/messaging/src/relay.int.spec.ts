import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { createNatsServer, eventually } from '@wenzheng/testing';
import { Fixture, registered, registeredMany, silent } from './messaging.fixture.js';
import { connectNats, NatsLink } from './nats.js';
import { Outbox } from './outbox.js';
import { applyTopology } from './topology.js';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await Fixture.create();
});
afterEach(() => fixture.drop());

const unrelayed = 'outbox WHERE relayed_at IS NULL AND parked_reason IS NULL';

describe('the relay', () => {
  test('publishes exactly the bytes that were written, in the order of one transaction', async () => {
    const events = registeredMany(1200);
    await fixture.append(events);
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toEqual(events);
  });

  test('is woken by an insert, without its poll', async () => {
    await fixture.relay(await fixture.link('intake'), { pollMs: 3_600_000 });
    await eventually(async () => expect(await fixture.count('pg_stat_activity WHERE datname = current_database() AND query LIKE $$LISTEN%$$')).toBeGreaterThan(0));
    for (let number = 0; number < 5; number += 1) {
      await fixture.append([registered(number)]);
      await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0), { everyMs: 5 });
    }
  });

  test('an event of a rolled back transaction is never published', async () => {
    await fixture.relay(await fixture.link('intake'));
    const { append } = new Outbox(fixture.dataSource);
    const lost = fixture.dataSource.transaction(async (manager) => {
      await append(manager, [registered()]);
      throw new Error('business rule');
    });
    await expect(lost).rejects.toThrow('business rule');
    const kept = registered();
    await fixture.append([kept]);
    await eventually(async () => expect(await fixture.stored('intake')).toEqual([kept]));
  });

  test('two relays at once lose nothing and double nothing', async () => {
    const events = registeredMany(3000);
    for (let index = 0; index < events.length; index += 300) await fixture.append(events.slice(index, index + 300));
    await fixture.relay(await fixture.link('intake'));
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    const ids = (await fixture.stored('intake')).map((event) => event.id);
    expect(ids.toSorted()).toEqual(events.map((event) => event.id).toSorted());
  });

  test('an event larger than the server takes is parked with a reason, and the others pass', async () => {
    const large = registered(0);
    const events = [...registeredMany(5), { ...large, data: { text: 'x'.repeat(2 * 1024 * 1024) } }, ...registeredMany(5)];
    await fixture.append(events);
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect((await fixture.stored('intake')).map((event) => event.id)).toEqual(
      events.map((event) => event.id).filter((id) => id !== large.id),
    );
    expect(await fixture.dataSource.query('SELECT event_id, parked_reason FROM outbox WHERE parked_reason IS NOT NULL')).toEqual([
      { event_id: large.id, parked_reason: expect.stringContaining('PayloadTooLargeError') },
    ]);
  });

  test('an event on a subject that the service may not publish holds up no other', async () => {
    const foreign = { ...registered(), type: 'routing.message.assigned.v1' };
    const events = [...registeredMany(3), foreign, ...registeredMany(3)];
    await fixture.append(events);
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(1));
    expect(await fixture.stored('intake')).toHaveLength(6);
    expect(await fixture.stored('routing')).toEqual([]);
  });

  test('republishing brings a wiped stream back, in order, and only what was asked for', async () => {
    const events = registeredMany(700);
    await fixture.append(events);
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    await (await jetstreamManager(fixture.account.connection)).streams.purge('INTAKE');

    const outbox = new Outbox(fixture.dataSource);
    expect(await outbox.republish({ subjects: ['intake.reply.delivered.v1'] })).toBe(0);
    expect(await outbox.republish({ to: new Date('2020-01-01') })).toBe(0);
    expect(await outbox.republish()).toBe(700);
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toEqual(events);
  });
});

describe('with a server of its own', () => {
  test('a server that is killed in the middle and comes back gets every event, and no row is parked', async () => {
    const server = await createNatsServer();
    const connection = await connectNats({ url: server.url, user: 'any', password: 'any', name: 'spec' });
    await applyTopology(connection, { replicas: 1 });
    const link = new NatsLink({ url: server.url, user: 'any', password: 'any', name: 'intake', service: 'intake' }, silent);
    await link.start();
    const relay = await fixture.relay(link);
    try {
      const events = registeredMany(4000);
      await fixture.append(events.slice(0, 1000));
      await eventually(async () => expect(await fixture.count(unrelayed)).toBeLessThan(1000), { everyMs: 1 });
      await server.stop('SIGKILL');
      await fixture.append(events.slice(1000));
      await eventually(() => !link.connected);
      expect(await new Outbox(fixture.dataSource).depth()).toBeGreaterThanOrEqual(3000);
      await server.start();
      await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0), { timeoutMs: 40_000 });
      await relay.stop();

      const manager = await jetstreamManager(connection);
      const ids = new Set<string>();
      const { state } = await manager.streams.info('INTAKE');
      for (let seq = 1; seq <= state.last_seq; seq += 1) {
        ids.add((await manager.streams.getMessage('INTAKE', { seq }))?.json<{ id: string }>().id ?? '');
      }
      expect([...ids].toSorted()).toEqual(events.map((event) => event.id).toSorted());
      expect(await fixture.count('outbox WHERE parked_reason IS NOT NULL')).toBe(0);
    } finally {
      await relay.stop();
      await link.stop();
      await connection.close();
      await server.drop();
    }
  });
});
