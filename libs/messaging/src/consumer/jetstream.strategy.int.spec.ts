import { randomUUID } from 'node:crypto';
import { Controller } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { createEvent, durables, messageRegistered, replyPublished, replyReturned, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { createLogger } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { DeadLetters } from '../dead-letters/dead-letters.service.js';
import { DueWorks } from '../due-work/due-work.js';
import { Fixture, registered, registeredMany, silent } from '../messaging.fixture.js';
import { InOneStatement, OnEvent, RejectEvent, type EventContext } from './on-event.js';

type Registered = EventEnvelope<EventData<typeof messageRegistered>>;
type Before = (events: Registered[], context: EventContext) => Promise<void> | void;

/** A service whose effect is one row per event; `before` is what goes wrong. */
function effects(before: Before = () => undefined, replica = 'one') {
  @Controller()
  class Effects {
    @OnEvent(messageRegistered)
    async onRegistered(events: Registered[], context: EventContext): Promise<void> {
      await before(events, context);
      await context.manager.query(
        `INSERT INTO effect SELECT *, $3 FROM unnest($1::uuid[], $2::int[])`,
        [events.map((event) => event.id), events.map((event) => Number(event.data.messageNumber)), replica],
      );
    }
  }
  return Effects;
}

let fixture: Fixture;
beforeEach(async () => {
  fixture = await Fixture.create();
});
afterEach(() => fixture.drop());

const publishAll = (events: EventEnvelope[]) => events.forEach((event) => fixture.publish(event.type, event));
const drained = () => eventually(() => fixture.drained('intake', 'routing'), { timeoutMs: 30_000 });
const deadLetters = () =>
  fixture.dataSource.query('SELECT event_id, kind, reason, state, attempts FROM dead_letter ORDER BY position') as Promise<
    { event_id: string | null; kind: string; reason: string; state: string; attempts: number }[]
  >;

describe('an event', () => {
  test('has its effect once, though it is published three times', async () => {
    const events = registeredMany(300);
    await fixture.consumer('routing', effects());
    for (let time = 0; time < 3; time += 1) publishAll(events);
    await eventually(async () => expect(await fixture.count('effect')).toBe(300));
    await drained();
    expect(await fixture.count('effect')).toBe(300);
    expect(await fixture.count('inbox')).toBe(300);
  });

  test('comes to its handler in batches: far fewer transactions than events', async () => {
    const sizes: number[] = [];
    publishAll(registeredMany(1000));
    await fixture.account.connection.flush();
    await fixture.consumer('routing', effects((events) => void sizes.push(events.length)));
    await eventually(async () => expect(await fixture.count('effect')).toBe(1000));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256);
    expect(sizes.length).toBeLessThan(50);
  });

  test('is tried again when its transaction meets a deadlock, and then has its effect once', async () => {
    let failures = 0;
    await fixture.consumer(
      'routing',
      effects(async (_, { manager }) => {
        if (failures >= 2) return;
        failures += 1;
        await manager.query(`DO $$ BEGIN RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'; END $$`);
      }),
    );
    publishAll([registered()]);
    await eventually(async () => expect(await fixture.count('effect')).toBe(1));
    await drained();
    expect(failures).toBe(2);
    expect(await deadLetters()).toEqual([]);
  });

  test('whose handler swallows an error of its transaction is set aside, though COMMIT would have said nothing', async () => {
    @Controller()
    class Swallowing {
      @OnEvent(messageRegistered)
      async onRegistered(_: Registered[], { manager }: EventContext): Promise<void> {
        await manager.query('SELECT 1 / 0').catch(() => undefined);
      }
    }
    await fixture.consumer('routing', Swallowing);
    publishAll([registered()]);
    await eventually(async () => expect(await deadLetters()).toMatchObject([{ reason: 'FailedTransactionError: a statement of the transaction had failed' }]));
    await drained();
  });

  test('that this service has no handler for is set aside, not lost', async () => {
    @Controller()
    class Nothing {}
    await fixture.consumer('routing', Nothing);
    const event = registered();
    publishAll([event]);
    await eventually(async () => expect(await deadLetters()).toMatchObject([{ kind: 'unhandled', state: 'waiting' }]));
    await drained();
  });

  test('of a type from the future is left for a replica of the next version', async () => {
    const manager = await jetstreamManager(fixture.account.connection);
    const future = 'intake.message.praised.v1';
    await manager.consumers.update('INTAKE', 'routing', { filter_subjects: [messageRegistered.subject, future] });
    await fixture.consumer('routing', effects());
    fixture.publish(future, '{}');
    publishAll([registered()]);
    await eventually(async () => expect((await manager.consumers.info('INTAKE', 'routing')).num_redelivered).toBe(1));
    expect(await fixture.count('effect')).toBe(1);
    expect(await deadLetters()).toEqual([]);
  });

  test('that is not JSON, or does not match its schema, is set aside without its text, and stops nothing', async () => {
    await fixture.consumer('routing', effects());
    const bad = registered();
    fixture.publish(messageRegistered.subject, 'not json');
    fixture.publish(messageRegistered.subject, { ...bad, data: { ...(bad.data as object), channel: '市民的话' } });
    fixture.publish(messageRegistered.subject, 'not json');
    publishAll(registeredMany(2));
    await eventually(async () => expect(await fixture.count('effect')).toBe(2));
    await drained();
    expect((await deadLetters()).toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { event_id: null, kind: 'invalid', reason: 'data.channel: invalid_value', state: 'waiting', attempts: 1 },
      { event_id: null, kind: 'invalid', reason: 'not JSON', state: 'waiting', attempts: 2 },
    ]);
  });
});

describe('several handlers', () => {
  /** Beside {@link effects}, in another controller of the same service. */
  function second(before: Before = () => undefined) {
    @Controller()
    class Second {
      @OnEvent(messageRegistered)
      async onRegistered(events: Registered[], { manager, ...context }: EventContext): Promise<void> {
        await before(events, { manager, ...context });
        await manager.query(`INSERT INTO effect SELECT unnest($1::uuid[]), 0, 'second'`, [events.map(({ id }) => id)]);
      }
    }
    return Second;
  }

  test('of one event run one after the other, in one transaction', async () => {
    const running: string[] = [];
    const during = (name: string) => async (_: Registered[], { manager }: EventContext) => {
      running.push(`${name} begins`);
      const [{ transaction }] = (await manager.query(`SELECT pg_current_xact_id()::text AS transaction, pg_sleep(0.02)`)) as [{ transaction: string }];
      running.push(`${name} ends`, transaction);
    };
    await fixture.consumer('routing', [effects(during('first')), second(during('second'))]);
    publishAll([registered()]);
    await eventually(async () => expect(await fixture.count('effect')).toBe(2));
    const [, , transaction = ''] = running;
    expect(running).toEqual(['first begins', 'first ends', transaction, 'second begins', 'second ends', transaction]);
    await drained();
    expect(await fixture.count('inbox')).toBe(1);
  });

  test.each([
    ['first', () => [effects(() => Promise.reject(new RejectEvent('no'))), second()]],
    ['second', () => [effects(), second(() => Promise.reject(new RejectEvent('no')))]],
  ])('the %s fails: neither has its effect, and the event becomes a dead letter', async (_, handlers) => {
    await fixture.consumer('routing', handlers());
    publishAll([registered()]);
    await eventually(async () => expect(await deadLetters()).toMatchObject([{ kind: 'rejected', reason: 'no' }]));
    await drained();
    expect(await fixture.count('effect')).toBe(0);
  });

  test('one method handles events of several types, each batch of one', async () => {
    const seen: string[] = [];
    @Controller()
    class Either {
      @OnEvent(replyPublished, replyReturned)
      onEither(events: EventEnvelope<EventData<typeof replyPublished> | EventData<typeof replyReturned>>[], { subject }: EventContext): Promise<void> {
        for (const { type, data } of events) seen.push(`${subject} ${type} ${data.replyId}`);
        return Promise.resolve();
      }
    }
    await fixture.consumer('routing', Either);
    const now = '2026-11-23T01:00:00Z';
    const details = { subject: randomUUID(), sequence: 1, time: new Date(now) };
    const reply = { messageId: details.subject, replyId: randomUUID(), unit: { code: 'hn-cg', name: '市城市管理局' } };
    const shown = { visibility: 'public', interim: false, submittedAt: now, publishedAt: now, path: '/messages/1', text: '已修复', historical: false } as const;
    const published = createEvent(replyPublished, { ...details, data: { ...reply, ...shown } });
    const returned = createEvent(replyReturned, { ...details, data: { ...reply, returnedAt: now, reasons: ['no-outcome'] } });
    publishAll([published, returned]);
    await eventually(() => seen.length === 2);
    expect(seen.toSorted()).toEqual([published, returned].map(({ type, data }) => `${type} ${type} ${data.replyId}`).toSorted());
  });
});

test('a service names at its start the events that it has no handler for', async () => {
  const logged: unknown[] = [];
  const logger = Object.assign(createLogger('spec', 'silent'), { error: (...line: unknown[]) => void logged.push(line) });
  await fixture.consumer('routing', effects(), { logger });
  const subjects = durables.filter(({ service }) => service === 'routing').flatMap(({ filterSubjects }) => filterSubjects);
  expect(logged).toEqual([[{ subjects: subjects.filter((subject) => subject !== messageRegistered.subject) }, expect.stringContaining('no handler')]]);
});

describe('a poison event among fifty', () => {
  test.each([
    ['fails in the database', async (context: EventContext) => void (await context.manager.query(`SELECT 'secret words'::int`)), 'failed', 'QueryFailedError: 22P02'],
    ['is rejected on purpose', () => Promise.reject(new RejectEvent('its session is unknown')), 'rejected', 'its session is unknown'],
    ['meets a fault in the code', () => Promise.reject(new TypeError('oops')), 'failed', 'TypeError: oops'],
  ] as const)('%s: 49 effects and one dead letter; once the fault is gone a replay completes it', async (_, fault, kind, reason) => {
    const events = registeredMany(50);
    const poison = events[17]?.id;
    let healed = false;
    const { strategy } = await fixture.consumer(
      'routing',
      effects(async (batch, context) => {
        if (!healed && batch.some((event) => event.id === poison)) await fault(context);
      }),
    );
    publishAll(events);
    await eventually(async () => expect(await fixture.count('effect')).toBe(49));
    await eventually(async () =>
      expect(await deadLetters()).toEqual([{ event_id: poison, kind, reason, state: 'waiting', attempts: 1 }]),
    );
    await drained();

    const letters = new DeadLetters(fixture.dataSource, (subject, batch, context) => strategy.invoke(subject, batch, context), new DueWorks(fixture.dataSource, silent));
    const [letter] = (await letters.list()).items;
    const id = letter?.id ?? '';
    expect(await letters.replay(id)).toMatchObject({ state: 'waiting', attempts: 2, reason });
    healed = true;
    expect(await letters.replay(id)).toMatchObject({ state: 'replayed' });
    expect(await fixture.count('effect')).toBe(50);
    await expect(letters.replay(id)).rejects.toMatchObject({ code: 'dead-letter-settled' });
    expect(await fixture.count('effect')).toBe(50);
  });

  test('its dead letter and its inbox row are one: published again, it changes nothing', async () => {
    const event = registered();
    await fixture.consumer('routing', effects(() => Promise.reject(new RejectEvent('no'))));
    publishAll([event]);
    await eventually(async () => expect(await deadLetters()).toHaveLength(1));
    publishAll([event]);
    await drained();
    expect(await deadLetters()).toMatchObject([{ attempts: 1 }]);
  });
});

describe('replicas', () => {
  test('two of them share the durable: every event has its effect once, whoever takes it', async () => {
    await fixture.consumer('routing', effects(undefined, 'one'));
    await fixture.consumer('routing', effects(undefined, 'two'));
    for (const event of registeredMany(2000)) fixture.publish(event.type, event);
    await eventually(async () => expect(await fixture.count('effect')).toBe(2000), { timeoutMs: 20_000 });
    await drained();
    expect(await fixture.count('effect')).toBe(2000);
    expect(await fixture.count('(SELECT DISTINCT event_id FROM effect) AS once')).toBe(2000);
  });

  test('one that closes finishes its batch and leaves the rest to the other', async () => {
    const first = await fixture.consumer('routing', effects(undefined, 'one'));
    publishAll(registeredMany(1500));
    await eventually(async () => expect(await fixture.count('effect')).toBeGreaterThan(0), { everyMs: 2 });
    await first.close();
    const left = await fixture.count('effect');
    await fixture.consumer('routing', effects(undefined, 'two'));
    await eventually(async () => expect(await fixture.count('effect')).toBe(1500), { timeoutMs: 20_000 });
    await drained();
    expect(await fixture.count(`effect WHERE replica = 'one'`)).toBe(left);
  });
});

test('a handler that takes longer than the deliveries are patient keeps its batch: nothing is delivered twice', async () => {
  const manager = await fixture.shortenAckWait('INTAKE', 'routing', 2_000);
  const untended = await fixture.untendedConsumer('INTAKE', 2_000);
  let calls = 0;
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  await fixture.consumer('routing', effects(async () => {
    calls += 1;
    await finished;
  }), { workingEveryMs: 300 });
  publishAll([registered()]);
  await eventually(() => calls === 1);
  // The same event, taken at the same moment by one who says nothing, comes again: that long has passed.
  expect((await untended.next())?.redelivered).toBe(false);
  expect((await untended.next({ expires: 20_000 }))?.redelivered).toBe(true);
  expect((await manager.consumers.info('INTAKE', 'routing')).num_redelivered).toBe(0);
  finish();
  await drained();
  expect(calls).toBe(1);
});

test('a batch that never ends does not keep its events: they come again, and have their effect', async () => {
  await fixture.shortenAckWait('INTAKE', 'routing', 1_000);
  const end = Promise.withResolvers<string[]>();
  @Controller()
  class Stuck {
    @InOneStatement(messageRegistered)
    inOneStatement(): Promise<string[]> {
      return end.promise;
    }

    @OnEvent(messageRegistered)
    async onRegistered(events: Registered[], { manager }: EventContext): Promise<void> {
      await manager.query('INSERT INTO effect SELECT unnest($1::uuid[])', [events.map(({ id }) => id)]);
    }
  }
  await fixture.consumer('routing', Stuck, { workingEveryMs: 200, workingAtMostMs: 1_000 });
  publishAll([registered()]);
  await eventually(async () => expect(await fixture.count('effect')).toBe(1));
  end.resolve([]);
  await drained();
  expect(await fixture.count('effect')).toBe(1);
});

test('a stream that is made after the consumer started is read as soon as it is there', async () => {
  await fixture.removeTopology();
  await fixture.consumer('routing', effects());
  await fixture.applyTopology();
  publishAll(registeredMany(3));
  await eventually(async () => expect(await fixture.count('effect')).toBe(3));
});
