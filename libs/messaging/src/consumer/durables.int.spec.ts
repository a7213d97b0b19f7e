import { Controller } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DeliverPolicy, jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { messageAssigned, messageRegistered, type EventEnvelope } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { DeadLetters } from '../dead-letters/dead-letters.service.js';
import { DueWorks } from '../due-work/due-work.js';
import { Fixture, registered, registeredMany, silent } from '../messaging.fixture.js';
import { DurableReader } from './durable-reader.js';
import type { Delivery } from './event-processor.js';
import { InOneStatement, OnEvent, OnEventIn, RejectEvent, type EventContext, type OneStatementContext } from './on-event.js';

const service = 'deadline-supervision';
const hotIssues = `${service}-hot-issues`;

let fixture: Fixture;
let manager: JetStreamManager;
beforeEach(async () => {
  fixture = await Fixture.create();
  manager = await jetstreamManager(fixture.account.connection);
});
afterEach(() => fixture.drop());

const publishAll = (events: EventEnvelope[]) => Promise.all(events.map((event) => jetstream(fixture.account.connection).publish(event.type, JSON.stringify(event))));
const effect = (context: Pick<EventContext, 'manager'>, events: EventEnvelope[], name: string) =>
  context.manager.query(`INSERT INTO effect SELECT unnest($1::uuid[]), 0, $2`, [events.map(({ id }) => id), name]);

describe('a group of subscribers', () => {
  let refusing = false;

  @Controller()
  class Own {
    @OnEvent(messageRegistered)
    async onRegistered(events: EventEnvelope[], context: EventContext): Promise<void> {
      await effect(context, events, 'own');
    }
  }
  @Controller()
  class Group {
    @OnEventIn('hot-issues', messageRegistered)
    async onRegistered(events: EventEnvelope[], context: EventContext): Promise<void> {
      if (refusing) throw new RejectEvent('not hot');
      await effect(context, events, 'group');
    }
  }
  beforeEach(() => {
    refusing = false;
  });
  const bothDrained = () =>
    eventually(async () => (await fixture.drained('intake', service)) && (await fixture.drained('intake', hotIssues)), { timeoutMs: 30_000 });

  test('gets an event beside the service itself, each of them once, though it is published twice', async () => {
    await fixture.consumer(service, [Own, Group]);
    const events = registeredMany(20);
    await publishAll(events);
    await publishAll(events);
    await bothDrained();
    expect(await fixture.count(`effect WHERE replica = 'own'`)).toBe(20);
    expect(await fixture.count(`effect WHERE replica = 'group'`)).toBe(20);
    expect(await fixture.count('inbox')).toBe(40);
  });

  test('is read by the process that is told to, and by no other', async () => {
    const main = await fixture.consumer(service, [Own, Group], { groups: [null] });
    await publishAll(registeredMany(3));
    await eventually(() => fixture.drained('intake', service));
    await main.close();
    expect(await fixture.count('effect')).toBe(3);
    await fixture.consumer(service, [Own, Group], { groups: ['hot-issues'] });
    await eventually(async () => expect(await fixture.count(`effect WHERE replica = 'group'`)).toBe(3));
    await publishAll(registeredMany(2));
    await eventually(async () => expect(await fixture.count(`effect WHERE replica = 'group'`)).toBe(5));
    expect(await fixture.drained('intake', service)).toBe(false);
  });

  test('has dead letters of its own, and a replay runs its handlers alone', async () => {
    refusing = true;
    const { strategy } = await fixture.consumer(service, [Own, Group]);
    await publishAll([registered()]);
    await bothDrained();
    const letters = new DeadLetters(fixture.dataSource, (...letter) => strategy.invoke(...letter), new DueWorks(fixture.dataSource, silent));
    const [letter] = (await letters.list()).items;
    expect(letter).toMatchObject({ kind: 'rejected', reason: 'not hot' });
    expect(await fixture.count('effect')).toBe(1);
    refusing = false;
    expect(await letters.replay(letter?.id ?? '')).toMatchObject({ state: 'replayed' });
    expect(await fixture.dataSource.query('SELECT replica FROM effect ORDER BY replica')).toEqual([{ replica: 'group' }, { replica: 'own' }]);
  });
});

test('what nobody waits for gathers: events that come one by one are handled together', async () => {
  const sizes: number[] = [];
  @Controller()
  class Patient {
    @OnEvent(messageRegistered)
    async onRegistered(events: EventEnvelope[], context: EventContext): Promise<void> {
      sizes.push(events.length);
      await effect(context, events, 'patient');
    }
  }
  await fixture.consumer('publication', Patient);
  for (const event of registeredMany(20)) await publishAll([event]);
  await eventually(async () => expect(await fixture.count('effect')).toBe(20));
  expect(sizes.length).toBeLessThan(5);
});

test('what comes to an idle durable waits for nothing; what comes soon after it gathers until its time is over or a batch is whole', async () => {
  const connection = await fixture.link('publication').then((link) => link.connection);
  const batches: string[][] = [];
  const process = async (batch: Delivery[]): Promise<void> => {
    batches.push(batch.map(({ payload }) => payload));
    for (const { ack } of batch) ack();
  };
  const often = { workingEveryMs: 60_000, workingAtMostMs: 60_000 };
  const reader = new DurableReader(connection, silent, { stream: 'INTAKE', durable: 'publication', gatherMs: 3_600_000, batchSize: 3, concurrency: 1, ...often, process });
  reader.start();
  const publish = (...names: string[]) => Promise.all(names.map((name) => jetstream(fixture.account.connection).publish(messageRegistered.subject, name)));
  await publish('first');
  await eventually(() => expect(batches).toEqual([['first']]));
  for (const name of ['second', 'third', 'fourth']) await publish(name);
  await eventually(() => expect(batches).toEqual([['first'], ['second', 'third', 'fourth']]));
  await reader.stop();
});

describe('the deploy step', () => {
  const consumerOf = (stream: string, durable: string) => manager.consumers.info(stream, durable);

  /** As the release before left it: one durable for all that the service reads of routing's stream. */
  async function beforeTheSplit(): Promise<void> {
    await manager.consumers.delete('ROUTING', `${service}-assignments`);
    const { config } = await consumerOf('ROUTING', service);
    await manager.consumers.update('ROUTING', service, { filter_subjects: [...(config.filter_subjects ?? []), messageAssigned.subject] });
  }

  test('lets a durable that takes over begin where its service stands: what was handled does not come again, what was not is not lost', async () => {
    await beforeTheSplit();
    for (const number of [1, 2, 3, 4]) await jetstream(fixture.account.connection).publish(messageAssigned.subject, String(number));
    const consumer = await jetstream(fixture.account.connection).consumers.get('ROUTING', service);
    for await (const message of await consumer.fetch({ max_messages: 2, expires: 5_000 })) await message.ackAck();
    expect(await fixture.applyTopology()).toEqual([]);

    const { config, num_pending } = await consumerOf('ROUTING', `${service}-assignments`);
    expect(config).toMatchObject({ deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: 3, filter_subjects: [messageAssigned.subject] });
    expect(num_pending).toBe(2);
    expect((await consumerOf('ROUTING', service)).config.filter_subjects).not.toContain(messageAssigned.subject);
    await fixture.applyTopology();
    expect((await consumerOf('ROUTING', `${service}-assignments`)).config.opt_start_seq).toBe(3);
  });

  test('deletes durables that no service reads any more, once they are empty, and nobody else’s', async () => {
    const { config } = await consumerOf('INTAKE', hotIssues);
    for (const name of [`${service}-former`, 'archive-of-the-city']) await manager.consumers.add('INTAKE', { ...config, durable_name: name, name });
    await publishAll([registered()]);
    expect(await fixture.applyTopology()).toEqual([`INTAKE/${service}-former`]);
    await manager.streams.purge('INTAKE');
    expect(await fixture.applyTopology()).toEqual([]);
    const names = (await manager.consumers.list('INTAKE').next()).map(({ name }) => name);
    expect(names).toContain('archive-of-the-city');
    expect(names).not.toContain(`${service}-former`);
  });
});

describe('a handler in one statement', () => {
  let [statements, transactions] = [0, 0];
  beforeEach(async () => {
    [statements, transactions] = [0, 0];
    await fixture.dataSource.query('CREATE UNIQUE INDEX ON effect (event_id)');
  });

  @Controller()
  class Quick {
    @InOneStatement(messageRegistered)
    async inOneStatement(events: EventEnvelope[], context: OneStatementContext): Promise<string[]> {
      statements += 1;
      const rows = (await context.manager.query(
        `WITH done AS (
           INSERT INTO effect SELECT id, 1, 'short' FROM unnest($1::uuid[]) AS id
           WHERE NOT EXISTS (SELECT FROM inbox WHERE event_id = id) ON CONFLICT DO NOTHING RETURNING event_id
         ), entered AS (INSERT INTO inbox (event_id) SELECT event_id FROM done)
         SELECT event_id FROM done`,
        [events.map(({ id }) => id).toSorted()],
      )) as { event_id: string }[];
      return rows.map((row) => row.event_id);
    }

    @OnEvent(messageRegistered)
    async onRegistered(events: EventEnvelope[], { manager: transaction }: EventContext): Promise<void> {
      transactions += 1;
      await transaction.query(`INSERT INTO effect SELECT unnest($1::uuid[]), 1, 'long' ON CONFLICT (event_id) DO UPDATE SET number = 2`, [events.map(({ id }) => id)]);
    }
  }
  const drained = () => eventually(() => fixture.drained('intake', 'routing'), { timeoutMs: 30_000 });
  const effects = () => fixture.dataSource.query('SELECT replica, number, count(*)::int AS count FROM effect GROUP BY 1, 2 ORDER BY 1, 2');

  test('does the normal case alone, in one transaction with the inbox', async () => {
    await fixture.consumer('routing', Quick);
    const events = registeredMany(30);
    await publishAll(events);
    await drained();
    expect(await effects()).toEqual([{ replica: 'short', number: 1, count: 30 }]);
    expect([statements > 0, transactions, await fixture.count('inbox')]).toEqual([true, 0, 30]);
    await publishAll(events);
    await drained();
    expect(await effects()).toEqual([{ replica: 'short', number: 1, count: 30 }]);
  });

  test('leaves what it cannot do to the other handler, in a transaction', async () => {
    const [taken, ...others] = registeredMany(10);
    await effect(fixture.dataSource, [taken!], 'before');
    await fixture.consumer('routing', Quick);
    await publishAll([taken!, ...others]);
    await drained();
    expect(await effects()).toEqual([{ replica: 'before', number: 2, count: 1 }, { replica: 'short', number: 1, count: 9 }]);
    expect(await fixture.count('inbox')).toBe(10);
  });

  test('whose statement fails has had no effect, and the other handler does everything', async () => {
    await fixture.dataSource.query(`ALTER TABLE effect ADD CHECK (replica <> 'short')`);
    await fixture.consumer('routing', Quick);
    await publishAll(registeredMany(10));
    await drained();
    expect(await effects()).toEqual([{ replica: 'long', number: 1, count: 10 }]);
    expect(await fixture.count('inbox')).toBe(10);
  });

  test('stands beside exactly one other', async () => {
    class Another {}
    Controller()(Another);
    Object.defineProperty(Another.prototype, 'onRegistered', Object.getOwnPropertyDescriptor(Quick.prototype, 'onRegistered')!);
    await expect(fixture.consumer('routing', [Quick, Another])).rejects.toThrow(messageRegistered.subject);
  });
});
