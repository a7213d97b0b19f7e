// What the specs of this lib share: a database with the messaging tables, an account with the whole topology, and
// processes of services on both. Specs alone import it.
import { randomUUID } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, type Consumer, type JetStreamManager } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { createEvent, messageRegistered, streamOf, streams, type EventEnvelope, type ServiceName } from '@wenzheng/contracts';
import { createDataSource, createLogger, migrate, type DataSource } from '@wenzheng/platform';
import { createTestAccount, createTestDatabase, type TestAccount, type TestDatabase } from '@wenzheng/testing';
import { JetStreamStrategy, type JetStreamStrategyOptions } from './consumer/jetstream.strategy.js';
import { messagingMigrations } from './migrations.js';
import { NatsLink, type NatsOptions } from './bus/nats.js';
import { appendToOutbox } from './outbox/outbox.js';
import { Relay } from './outbox/relay.js';
import { applyTopology } from './bus/topology.js';

export const silent = createLogger('spec', 'silent');

export class Fixture {
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly account: TestAccount,
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {}

  static async create(): Promise<Fixture> {
    const database = await createTestDatabase({
      name: 'messaging',
      migrate: async (url) => {
        await migrate({ url, service: 'spec', migrations: messagingMigrations });
        const dataSource = await createDataSource({ url, service: 'spec' }).initialize();
        await dataSource.query(`CREATE TABLE effect (event_id uuid, number int, replica text)`);
        await dataSource.destroy();
      },
    });
    const dataSource = await createDataSource({ url: database.url, service: 'spec', poolSize: 20 }).initialize();
    const account = await createTestAccount();
    const fixture = new Fixture(account, database, dataSource);
    await fixture.applyTopology();
    return fixture;
  }

  async drop(): Promise<void> {
    for (const cleanup of this.#cleanups.reverse()) await cleanup();
    await this.dataSource.destroy();
    await this.account.drop();
    await this.database.drop();
  }

  natsOptions(service: ServiceName): NatsOptions {
    return { url: this.account.url, ...this.account.credentials(service), name: service, service };
  }

  async link(service: ServiceName): Promise<NatsLink> {
    const link = new NatsLink(this.natsOptions(service), silent);
    await link.start();
    this.#cleanups.push(() => link.stop());
    return link;
  }

  /** As another process has it: what is committed through it, its own relay alone knows of. */
  async anotherDataSource(): Promise<DataSource> {
    const dataSource = await createDataSource({ url: this.database.url, service: 'spec' }).initialize();
    this.#cleanups.push(() => dataSource.destroy());
    return dataSource;
  }

  async relay(link: NatsLink, options: { pollMs?: number; dataSource?: DataSource } = {}): Promise<Relay> {
    const relay = new Relay(options.dataSource ?? this.dataSource, link, silent, undefined, options.pollMs);
    relay.start();
    this.#cleanups.push(() => relay.stop());
    return relay;
  }

  /** A replica of the service with these handlers, reading until `close`. */
  async consumer(
    service: ServiceName,
    handlers: Type<unknown> | Type<unknown>[],
    options: Partial<Pick<JetStreamStrategyOptions, 'workingEveryMs' | 'workingAtMostMs' | 'logger' | 'groups' | 'dataSource'>> = {},
  ): Promise<{ strategy: JetStreamStrategy; close(): Promise<void> }> {
    const link = await this.link(service);
    const strategy = new JetStreamStrategy({ service, link, dataSource: this.dataSource, logger: silent, ...options });
    class SpecModule {}
    Module({ controllers: [handlers].flat() })(SpecModule);
    const app = await NestFactory.createMicroservice(SpecModule, { strategy, logger: false });
    await app.listen();
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= app.close());
    this.#cleanups.push(close);
    return { strategy, close };
  }

  append(events: EventEnvelope[]): Promise<void> {
    return this.dataSource.transaction((manager) => appendToOutbox(manager, events));
  }

  /** Straight into the stream, as administrator and as bytes: what a faulty publisher might send. */
  publish(subject: string, payload: string | EventEnvelope): void {
    this.account.connection.publish(subject, typeof payload === 'string' ? payload : JSON.stringify(payload));
  }

  async stored(service: ServiceName): Promise<EventEnvelope[]> {
    const manager = await jetstreamManager(this.account.connection);
    const { state } = await manager.streams.info(streamOf(service));
    const found: EventEnvelope[] = [];
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(streamOf(service), { seq });
      if (message) found.push(message.json<EventEnvelope>());
    }
    return found;
  }

  /** Nothing is on its way to the durable any more: all delivered, all acknowledged. */
  async drained(owner: ServiceName, durable: string): Promise<boolean> {
    const manager = await jetstreamManager(this.account.connection);
    const info = await manager.consumers.info(streamOf(owner), durable);
    return info.num_pending === 0 && info.num_ack_pending === 0;
  }

  applyTopology(): Promise<string[]> {
    return applyTopology(this.account.connection, { replicas: 1 });
  }

  async removeTopology(): Promise<void> {
    const manager = await jetstreamManager(this.account.connection);
    for (const { stream } of streams) await manager.streams.delete(stream);
  }

  async shortenAckWait(stream: string, durable: string, milliseconds: number): Promise<JetStreamManager> {
    const manager = await jetstreamManager(this.account.connection);
    await manager.consumers.update(stream, durable, { ack_wait: nanos(milliseconds) });
    return manager;
  }

  /** Reads the stream on its own account, and acknowledges nothing. */
  async untendedConsumer(stream: string, ackWaitMs: number): Promise<Consumer> {
    const manager = await jetstreamManager(this.account.connection);
    await manager.consumers.add(stream, { durable_name: 'untended', ack_policy: AckPolicy.Explicit, ack_wait: nanos(ackWaitMs), deliver_policy: DeliverPolicy.New });
    return jetstream(this.account.connection).consumers.get(stream, 'untended');
  }

  /** As when the database restarts: every connection but the administrator's is gone. */
  async cutDatabaseConnections(): Promise<void> {
    await this.dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  }

  async count(sql: string): Promise<number> {
    const [row] = (await this.dataSource.query(`SELECT count(*)::int AS count FROM ${sql}`)) as [{ count: number }];
    return row.count;
  }
}

export function registered(number = 1, text = '路灯坏了'): EventEnvelope {
  const messageId = randomUUID();
  return createEvent(messageRegistered, {
    subject: messageId,
    sequence: 1,
    time: new Date('2026-11-23T01:00:00Z'),
    data: {
      messageId,
      messageNumber: String(number),
      channel: 'board',
      registeredAt: '2026-11-23T01:00:00Z',
      occurredAt: '2026-11-23T00:59:00Z',
      kind: 'complaint',
      visibility: 'public',
      title: '路灯',
      text,
      addressedUnit: null,
      authorHash: '0'.repeat(64),
      sessionId: null,
      historical: false,
    },
  });
}

export const registeredMany = (count: number): EventEnvelope[] => Array.from({ length: count }, (_, index) => registered(index));
