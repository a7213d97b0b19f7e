import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { EventEnvelope } from '@wenzheng/contracts';
import { createLogger } from '@wenzheng/platform';
import { createNatsServer, eventually } from '@wenzheng/testing';
import { Fixture, registered, registeredMany, silent } from '../messaging.fixture.js';
import { connectNats, NatsLink } from '../bus/nats.js';
import { BatchPublisher } from './batch-publisher.js';
import { FailedTransactionError } from './committed-events.js';
import { appendToOutbox, Outbox } from './outbox.js';
import { Settling } from './progress.js';
import { applyTopology } from '../bus/topology.js';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await Fixture.create();
});
afterEach(() => fixture.drop());

const unrelayed = 'outbox_waiting';

describe('the relay', () => {
  test('publishes exactly the bytes that were written, in the order of one transaction', async () => {
    const events = registeredMany(1200);
    await fixture.append(events);
    await fixture.relay(await fixture.link('intake'));
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toEqual(events);
  });

  test('publishes what is committed from memory, without its poll, and writes no row of the outbox again', async () => {
    await fixture.relay(await fixture.link('intake'), { pollMs: 3_600_000 });
    const events = registeredMany(5);
    for (const event of events) await fixture.append([event]);
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toEqual(events);
    expect(await fixture.count('outbox WHERE xmax <> 0 OR relayed_at IS NOT NULL')).toBe(0);
  });

  test('a bus that is there and stores nothing, as one whose disk is full, is told once and is `down`, and up again when it stores', async () => {
    const told: unknown[] = [];
    const link = new NatsLink(fixture.natsOptions('intake'), Object.assign(createLogger('spec', 'silent'), { error: (line: unknown) => void told.push(line) }));
    await link.start();
    const relay = await fixture.relay(link);
    const manager = await jetstreamManager(fixture.account.connection);
    await manager.streams.delete('INTAKE');
    const events = registeredMany(3);
    for (const event of events) {
      await fixture.append([event]);
      await eventually(async () => expect(await link.check().catch((error: unknown) => error)).toMatchObject({ message: 'NATS stores nothing' }));
    }
    await fixture.applyTopology();
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0), { timeoutMs: 30_000 });
    await link.check();
    expect(told).toMatchObject([{ alarm: 'bus-stores-nothing' }]);
    await relay.stop();
    await link.stop();
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

  test('a transaction that fails without a word fails at its commit, and its events are not published', async () => {
    await fixture.relay(await fixture.link('intake'));
    const silentFailure = fixture.dataSource.transaction(async (manager) => {
      await appendToOutbox(manager, [registered()]);
      await manager.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(silentFailure).rejects.toThrow(FailedTransactionError);
    const kept = registered();
    await fixture.append([kept]);
    await eventually(async () => expect(await fixture.stored('intake')).toEqual([kept]));
  });

  test('events of a savepoint that is rolled back are not published, those before and after it are', async () => {
    await fixture.relay(await fixture.link('intake'));
    const [before, undone, after] = registeredMany(3) as [EventEnvelope, EventEnvelope, EventEnvelope];
    await fixture.dataSource.transaction(async (manager) => {
      await appendToOutbox(manager, [before]);
      const inner = manager.transaction(async (nested) => {
        await appendToOutbox(nested, [undone]);
        throw new Error('business rule');
      });
      await expect(inner).rejects.toThrow('business rule');
      await appendToOutbox(manager, [after]);
    });
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect((await fixture.stored('intake')).map(({ id }) => id).toSorted()).toEqual([before.id, after.id].toSorted());
  });

  test('what a process had committed and not published when it died, and what it had published and not marked, the next one publishes once more', async () => {
    const [published, unpublished] = [registered(1), registered(2)];
    const link = await fixture.link('intake');
    await fixture.append([published]);
    await new BatchPublisher(await link.connection).publish([{ subject: published.type, payload: Buffer.from(JSON.stringify(published)) }]);
    await fixture.append([unpublished]);
    expect(await fixture.stored('intake')).toEqual([published]);
    await fixture.relay(link);
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toEqual([published, published, unpublished]);
  });

  test('a transaction that commits long after younger ones loses nothing', async () => {
    const late = fixture.dataSource.createQueryRunner();
    await late.startTransaction();
    const slow = registered(1);
    await appendToOutbox(late.manager, [slow]);
    await fixture.relay(await fixture.link('intake'), { pollMs: 20 });
    await fixture.append([registered(2)]);
    const [{ last }] = (await fixture.dataSource.query('SELECT last_value AS last FROM outbox_position')) as [{ last: string }];
    // Other transactions come and go, and the relay looks again and again how far everything is published.
    for (let number = 3; number < 10; number += 1) await fixture.append([registered(number)]);
    await eventually(async () => expect(await fixture.count(`outbox_progress WHERE relayed @> ${last}::bigint`)).toBe(1));
    expect(await fixture.count('outbox_progress WHERE settled_below > 1')).toBe(0);
    await late.commitTransaction();
    await late.release();
    await eventually(async () => expect(await fixture.count(`outbox_progress WHERE settled_below > ${last} AND relayed = '{}'`)).toBe(1));
    expect((await fixture.stored('intake')).filter(({ id }) => id === slow.id)).toHaveLength(1);
    expect(await fixture.stored('intake')).toHaveLength(9);
  });

  test('an outbox that was looked at while it was empty publishes its very first event', async () => {
    const settling = new Settling(fixture.dataSource);
    for (let time = 0; time < 3; time += 1) await settling.settle();
    await fixture.append([registered()]);
    expect(await fixture.count(unrelayed)).toBe(1);
    for (let time = 0; time < 3; time += 1) await settling.settle();
    expect(await fixture.count(unrelayed)).toBe(1);
  });

  test('positions that a crashed database gives anew, because nobody had committed them, are published', async () => {
    const settling = new Settling(fixture.dataSource);
    const undone = fixture.dataSource.transaction(async (manager) => {
      await appendToOutbox(manager, registeredMany(3));
      await settling.settle();
      throw new Error('the server has crashed');
    });
    await expect(undone).rejects.toThrow('crashed');
    // As recovery leaves it, where its log had not been written since.
    await fixture.dataSource.query(`SELECT setval('outbox_position', 1, false)`);
    await settling.settle();
    await fixture.append([registered()]);
    expect(await fixture.count(unrelayed)).toBe(1);
  });

  test('what is more than memory takes is published from the table', async () => {
    await fixture.relay(await fixture.link('intake'));
    const events = registeredMany(6_000);
    await fixture.append(events);
    await eventually(async () => expect(await fixture.count(unrelayed)).toBe(0));
    expect(await fixture.stored('intake')).toHaveLength(6_000);
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
    expect(await outbox.depth()).toBe(0);
    await eventually(async () => expect(await fixture.count('outbox_again')).toBe(0));
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
