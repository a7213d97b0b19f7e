import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { events, inboxPrefixOf, services, type ServiceName } from '@wenzheng/contracts';
import { Fixture } from '../messaging.fixture.js';
import { connectNats } from './nats.js';

let fixture: Fixture;
const connections = new Map<ServiceName, NatsConnection>();
beforeAll(async () => {
  fixture = await Fixture.create();
  for (const service of services) connections.set(service, await connectNats(fixture.natsOptions(service)));
});
afterAll(async () => {
  for (const connection of connections.values()) await connection.close();
  await fixture.drop();
});

const connectionOf = (service: ServiceName) => connections.get(service) as NatsConnection;

/** What the server answers to a publish, which it does only by refusing. */
async function refusal(connection: NatsConnection, act: () => void): Promise<Error | null> {
  const refused = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') return status.error;
    return null;
  })();
  act();
  // The server answers in order: its PONG comes after a refusal.
  return Promise.race([refused, connection.flush().then(() => new Promise<null>((resolve) => setImmediate(resolve, null)))]);
}

const others = services.flatMap((service) =>
  events.filter((event) => event.owner !== service).map((event) => [service, event.subject] as const),
);

describe('a service', () => {
  test.each(events.map((event) => [event.owner, event.subject] as const))('%s publishes its own %s', async (service, subject) => {
    expect(await refusal(connectionOf(service), () => connectionOf(service).publish(subject, '{}'))).toBeNull();
  });

  test.each(others)('%s is refused %s, which is another’s', async (service, subject) => {
    const connection = connectionOf(service);
    expect(await refusal(connection, () => connection.publish(subject, '{}'))).toBeInstanceOf(PermissionViolationError);
  });

  const forbidden = [
    '$JS.API.STREAM.CREATE.X',
    '$JS.API.STREAM.UPDATE.INTAKE',
    '$JS.API.STREAM.DELETE.INTAKE',
    '$JS.API.STREAM.PURGE.INTAKE',
    '$JS.API.STREAM.INFO.INTAKE',
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.NAMES',
    '$JS.API.STREAM.MSG.GET.INTAKE',
    '$JS.API.STREAM.MSG.DELETE.INTAKE',
    '$JS.API.STREAM.SNAPSHOT.INTAKE',
    '$JS.API.STREAM.RESTORE.INTAKE',
    '$JS.API.DIRECT.GET.INTAKE',
    '$JS.API.CONSUMER.CREATE.INTAKE',
    '$JS.API.CONSUMER.CREATE.INTAKE.mine',
    '$JS.API.CONSUMER.DURABLE.CREATE.INTAKE.routing',
    '$JS.API.CONSUMER.DELETE.INTAKE.routing',
    '$JS.API.CONSUMER.LIST.INTAKE',
    '$JS.API.CONSUMER.PAUSE.INTAKE.routing',
    '$JS.API.INFO',
    'clock.member.intake.replica',
  ];
  test.each(services.flatMap((service) => forbidden.map((subject) => [service, subject] as const)))(
    '%s is refused %s',
    async (service, subject) => {
      const connection = connectionOf(service);
      expect(await refusal(connection, () => connection.publish(subject, '{}'))).toBeInstanceOf(PermissionViolationError);
    },
  );

  test.each(services)('%s cannot pull from another’s durable, nor acknowledge on it', async (service) => {
    const connection = connectionOf(service);
    const other = service === 'publication' ? 'routing' : 'publication';
    for (const subject of [`$JS.API.CONSUMER.MSG.NEXT.INTAKE.${other}`, `$JS.ACK.INTAKE.${other}.1.1.1.1.0`]) {
      expect(await refusal(connection, () => connection.publish(subject, ''))).toBeInstanceOf(PermissionViolationError);
    }
  });

  test.each(services)('%s receives on its own inbox prefix and cannot listen anywhere else', async (service) => {
    const connection = connectionOf(service);
    const listen = (subject: string) =>
      new Promise<Error | null>((resolve) => {
        const subscription = connection.subscribe(subject, { callback: (error) => resolve(error) });
        void connection.flush().then(() => setImmediate(() => (subscription.unsubscribe(), resolve(null))));
      });
    expect(await listen(`${inboxPrefixOf(service)}.mine`)).toBeNull();
    const foreign = services.filter((other) => other !== service).map((other) => `${inboxPrefixOf(other)}.>`);
    for (const subject of [...foreign, '>', '_INBOX.>', 'intake.>', 'routing.message.assigned.v1', '$SYS.>', 'clock.join']) {
      expect(await listen(subject)).toBeInstanceOf(PermissionViolationError);
    }
  });
});

test('applying the topology again changes nothing, and a lost durable comes back', async () => {
  const manager = await jetstreamManager(fixture.account.connection);
  const before = await manager.streams.info('INTAKE');
  await manager.consumers.delete('INTAKE', 'routing');
  await fixture.applyTopology();
  const after = await manager.streams.info('INTAKE');
  expect(after.config).toEqual(before.config);
  expect(after.state).toEqual({ ...before.state, consumer_count: before.state.consumer_count });
  const durable = await jetstream(connectionOf('routing')).consumers.get('INTAKE', 'routing');
  expect((await durable.info(true)).config).toMatchObject({ ack_policy: 'explicit', max_deliver: -1, max_ack_pending: 2000 });
});
