import { createServer, type AddressInfo } from 'node:net';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { createNatsServer, eventually, type OwnNatsServer } from '@wenzheng/testing';
import { Fixture, registeredMany, silent } from '../messaging.fixture.js';
import { JetStreamStrategy } from '../consumer/jetstream.strategy.js';
import { connectNats, NatsLink, NatsVersionError } from './nats.js';
import { OnEvent, type EventContext } from '../consumer/on-event.js';
import { applyTopology } from './topology.js';

@Controller()
class Effects {
  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext): Promise<void> {
    await manager.query(`INSERT INTO effect SELECT unnest($1::uuid[])`, [events.map((event) => event.id)]);
  }
}
@Module({ controllers: [Effects] })
class EffectsModule {}

describe('a server that goes and comes back', () => {
  let fixture: Fixture;
  let server: OwnNatsServer;
  const closings: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    fixture = await Fixture.create();
    server = await createNatsServer();
  });
  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close();
    await fixture.drop();
    await server.drop();
  });

  const options = () => ({ url: server.url, user: 'any', password: 'any', name: 'spec' });

  async function startConsumer(): Promise<void> {
    const link = new NatsLink({ ...options(), service: 'routing' }, silent);
    await link.start(200);
    const strategy = new JetStreamStrategy({ service: 'routing', link, dataSource: fixture.dataSource, logger: silent });
    const app = await NestFactory.createMicroservice(EffectsModule, { strategy, logger: false });
    await app.listen();
    closings.push(() => link.stop(), () => app.close());
  }

  async function startRelay(): Promise<void> {
    const link = new NatsLink({ ...options(), service: 'intake' }, silent);
    await link.start(200);
    const relay = await fixture.relay(link);
    closings.push(() => link.stop(), () => relay.stop());
  }

  async function setUp(): Promise<void> {
    const connection = await connectNats(options());
    await applyTopology(connection, { replicas: 1 });
    await connection.close();
  }

  test('killed twice under load, every event has its effect once', async () => {
    await setUp();
    await startConsumer();
    await startRelay();
    const events = registeredMany(3000);
    for (const part of [0, 1, 2]) {
      await fixture.append(events.slice(part * 1000, part * 1000 + 1000));
      if (part === 2) break;
      await eventually(async () => expect(await fixture.count('effect')).toBeGreaterThan(part * 1000), { everyMs: 2, timeoutMs: 30_000 });
      await server.stop('SIGKILL');
      await server.start();
    }
    await eventually(async () => expect(await fixture.count('inbox')).toBe(3000), { timeoutMs: 45_000 });
    expect(await fixture.count('effect')).toBe(3000);
    expect(await fixture.count('(SELECT DISTINCT event_id FROM effect) AS once')).toBe(3000);
    expect(await fixture.count('dead_letter')).toBe(0);
  }, 120_000);

  test('services that start while it is away take up their work when it is there', async () => {
    await setUp();
    await server.stop();
    await fixture.append(registeredMany(10));
    await startConsumer();
    await startRelay();
    expect(await fixture.count('effect')).toBe(0);
    await server.start();
    await eventually(async () => expect(await fixture.count('effect')).toBe(10), { timeoutMs: 20_000 });
  });

  test('Postgres connections cut in the middle cost no event and double none', async () => {
    await setUp();
    await startConsumer();
    await startRelay();
    await fixture.append(registeredMany(2000));
    await eventually(async () => expect(await fixture.count('effect')).toBeGreaterThan(0), { everyMs: 2, timeoutMs: 30_000 });
    await fixture.cutDatabaseConnections();
    await eventually(async () => expect(await fixture.count('inbox')).toBe(2000), { timeoutMs: 45_000 });
    expect(await fixture.count('effect')).toBe(2000);
    expect(await fixture.count('dead_letter')).toBe(0);
  }, 60_000);
});

test('a server older than 2.12 is refused by its version', async () => {
  const greeting = { server_id: 'old', version: '2.11.9', max_payload: 1_048_576, headers: true, proto: 1 };
  const old = createServer((socket) => {
    socket.write(`INFO ${JSON.stringify(greeting)}\r\n`);
    socket.on('data', (data) => {
      if (data.includes('PING')) socket.write('PONG\r\n');
    });
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await eventually(() => old.listening);
  const url = `nats://127.0.0.1:${(old.address() as AddressInfo).port}`;
  await expect(connectNats({ url, user: 'any', password: 'any', name: 'spec' })).rejects.toBeInstanceOf(NatsVersionError);
  old.close();
});
