import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream';
import { connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { events, inboxPrefixOf, readerDurables, services, streams } from '@wenzheng/contracts';
import { Fixture } from '../messaging.fixture.js';
import { connectNats } from './nats.js';

const reader = 'supervision-office';
const stream = 'DEADLINE-SUPERVISION';
const escalations = ['raised', 'acknowledged', 'withdrawn'].map((what) => `deadline-supervision.escalation.${what}.v1`);

let fixture: Fixture;
let owner: NatsConnection;
const opened: NatsConnection[] = [];
beforeAll(async () => {
  fixture = await Fixture.create();
  owner = await connectNats(fixture.natsOptions('deadline-supervision'));
  opened.push(owner);
});
afterAll(async () => {
  for (const connection of opened) await connection.close();
  await fixture.drop();
});

/** As the office's own programme connects. */
async function office(): Promise<NatsConnection> {
  const { user, password } = fixture.account.credentials(reader);
  const connection = await connect({ servers: fixture.account.url, user, pass: password, inboxPrefix: inboxPrefixOf(reader) });
  opened.push(connection);
  return connection;
}
async function take(connection: NatsConnection, howMany: number): Promise<JsMsg[]> {
  const consumer = await jetstream(connection).consumers.get(stream, reader);
  const taken: JsMsg[] = [];
  for await (const message of await consumer.fetch({ max_messages: howMany, expires: 5_000 })) taken.push(message);
  return taken;
}
async function refusal(connection: NatsConnection, act: () => void): Promise<Error | null> {
  const refused = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return status.error;
    return null;
  })();
  act();
  // The server answers in order: its PONG comes after a refusal.
  return Promise.race([refused, connection.flush().then(() => new Promise<null>((resolve) => setImmediate(resolve, null)))]);
}

describe("R22: the supervision office's own user of the bus", () => {
  test('its durable holds every escalation event, and no other', () => {
    expect(readerDurables).toEqual([{ stream, durable: reader, filterSubjects: expect.arrayContaining(escalations) }]);
    expect(readerDurables[0]?.filterSubjects.every((subject) => subject.startsWith('deadline-supervision.escalation.'))).toBe(true);
  });

  test('reads escalations in their order, and nothing else of the same stream', async () => {
    const others = events.filter(({ subject }) => subject.startsWith('deadline-supervision.') && !subject.includes('.escalation.')).map(({ subject }) => subject);
    for (const subject of [...escalations, ...others, ...escalations]) await jetstream(owner).publish(subject, '{}');
    const connection = await office();
    const taken = await take(connection, escalations.length * 2);
    expect(taken.map(({ subject }) => subject)).toEqual([...escalations, ...escalations]);
    for (const message of taken) await message.ackAck();
    const { num_pending, num_ack_pending } = await (await jetstream(connection).consumers.get(stream, reader)).info();
    expect({ num_pending, num_ack_pending }).toEqual({ num_pending: 0, num_ack_pending: 0 });
  });

  test('what it has taken and has not handled comes again, with the same content, on its next connection', async () => {
    await jetstream(owner).publish(escalations[0] ?? '', '{"id":"e1"}');
    const first = await office();
    const [failed] = await take(first, 1);
    // Without a word the server waits half a minute.
    failed?.nak();
    await first.drain();
    const [again] = await take(await office(), 1);
    expect([again?.string(), again?.info.redelivered]).toEqual(['{"id":"e1"}', true]);
    await again?.ackAck();
  });

  test('a second run of the deploy step leaves its place where it was', async () => {
    const manager = await jetstreamManager(fixture.account.connection);
    const before = await manager.consumers.info(stream, reader);
    await fixture.applyTopology();
    expect((await manager.consumers.info(stream, reader)).ack_floor).toEqual(before.ack_floor);
  });

  const forbidden = [
    ...events.map(({ subject }) => subject),
    ...streams.flatMap(({ stream: name }) => [
      `$JS.API.STREAM.CREATE.${name}`, `$JS.API.STREAM.UPDATE.${name}`, `$JS.API.STREAM.DELETE.${name}`, `$JS.API.STREAM.PURGE.${name}`,
      `$JS.API.STREAM.INFO.${name}`, `$JS.API.STREAM.MSG.GET.${name}`, `$JS.API.STREAM.MSG.DELETE.${name}`, `$JS.API.STREAM.SNAPSHOT.${name}`,
      `$JS.API.DIRECT.GET.${name}`, `$JS.API.CONSUMER.CREATE.${name}`, `$JS.API.CONSUMER.CREATE.${name}.mine`, `$JS.API.CONSUMER.DURABLE.CREATE.${name}.${reader}`,
      `$JS.API.CONSUMER.DELETE.${name}.${reader}`, `$JS.API.CONSUMER.PAUSE.${name}.${reader}`, `$JS.API.CONSUMER.RESET.${name}.${reader}`, `$JS.API.CONSUMER.LIST.${name}`,
      ...services.flatMap((service) => [`$JS.API.CONSUMER.MSG.NEXT.${name}.${service}`, `$JS.API.CONSUMER.INFO.${name}.${service}`, `$JS.ACK.${name}.${service}.1.1.1.1.0`]),
    ]),
    '$JS.API.STREAM.LIST', '$JS.API.STREAM.NAMES', '$JS.API.INFO', 'clock.join', 'clock.member.intake.replica', '_INBOX_routing.x', '$SYS.REQ.SERVER.PING',
  ];
  test.each(forbidden)('is refused %s', async (subject) => {
    const connection = opened.at(-1) as NatsConnection;
    expect(await refusal(connection, () => connection.publish(subject, '{}'))).toBeInstanceOf(PermissionViolationError);
  });

  test('hears nothing but answers to itself', async () => {
    const connection = await office();
    const listen = (subject: string) =>
      new Promise<Error | null>((resolve) => {
        const subscription = connection.subscribe(subject, { callback: (error) => resolve(error) });
        void connection.flush().then(() => setImmediate(() => (subscription.unsubscribe(), resolve(null))));
      });
    expect(await listen(`${inboxPrefixOf(reader)}.mine`)).toBeNull();
    for (const subject of [...services.map((service) => `${inboxPrefixOf(service)}.>`), '>', '_INBOX.>', ...services.map((service) => `${service}.>`), escalations[0] ?? '', '$SYS.>']) {
      expect([subject, await listen(subject)]).toEqual([subject, expect.any(PermissionViolationError)]);
    }
  });
});
