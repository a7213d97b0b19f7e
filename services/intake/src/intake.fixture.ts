// What intake's integration specs share: a database, a NATS account with the whole topology, an issuer of tokens, and
// replicas of the service on them. Specs alone import it.
import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { channels, streamOf, type ChannelName, type EventEnvelope, type ServiceName } from '@wenzheng/contracts';
import { applyTopology, createStrategy } from '@wenzheng/messaging';
import { createDataSource, createService, loadConfig, migrate, type DataSource, type Role } from '@wenzheng/platform';
import { createTestAccount, createTestDatabase, createTestIssuer, eventually, FixedClock, type TestAccount, type TestIssuer } from '@wenzheng/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { intakeConfig } from './config.js';
import { intakeDocument } from './intake.document.js';
import { configureRoutes, IntakeModule } from './intake.module.js';
import { intakeMigrations } from './migrations.js';

export const channelKeys = Object.fromEntries(channels.map((channel) => [channel, `key-of-${channel}-0123456789`])) as Record<ChannelName, string>;
const base64Key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

export interface Answer {
  status: number;
  headers: Headers;
  // Whatever came back; specs say what they expect of it.
  body: Record<string, unknown>;
}

export interface Replica {
  app: NestFastifyApplication;
  url: string;
  close(): Promise<void>;
}

export class Fixture {
  readonly clock = new FixedClock();
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly dataSource: DataSource,
    readonly account: TestAccount,
    readonly issuer: TestIssuer,
  ) {}

  static async create(): Promise<Fixture> {
    const database = await createTestDatabase({
      name: 'intake',
      role: 'intake',
      migrate: async (url) => void (await migrate({ url, service: 'intake', migrations: intakeMigrations })),
    });
    const dataSource = await createDataSource({ url: database.url, service: 'spec' }).initialize();
    const account = await createTestAccount();
    await applyTopology(account.connection, { replicas: 1 });
    const issuer = await createTestIssuer();
    const fixture = new Fixture(database.url, dataSource, account, issuer);
    fixture.#cleanups.push(() => database.drop(), () => account.drop(), () => issuer.close(), () => dataSource.destroy());
    return fixture;
  }

  async drop(): Promise<void> {
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
  }

  environment(changes: Record<string, string> = {}): Record<string, string> {
    const { user, password } = this.account.credentials('intake');
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'https://wz.example',
      DATABASE_URL: this.databaseUrl,
      OIDC_ISSUER: this.issuer.url,
      NATS_URL: this.account.url,
      NATS_USER: user,
      NATS_PASSWORD: password,
      CHANNEL_KEYS: JSON.stringify(channelKeys),
      VAULT_KEYS: JSON.stringify({ active: 'k1', keys: { k1: base64Key(1) } }),
      TRACKING_KEY: base64Key(2),
      AUTHOR_HASH_KEY: base64Key(3),
      WEBHOOK_ALLOW_PRIVATE: 'true',
      DELIVERY_BACKOFF_SECONDS: '0,0.1,0.1',
      ...changes,
    };
  }

  async start(changes: Record<string, string> = {}): Promise<Replica> {
    const config = loadConfig(intakeConfig, this.environment(changes));
    const app = await createService(IntakeModule.register(config, this.clock), { service: 'intake', config, document: intakeDocument });
    configureRoutes(app);
    app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= app.close());
    this.#cleanups.push(close);
    return { app, url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), close };
  }

  token(...roles: Role[]): Promise<string> {
    return this.issuer.token({ roles });
  }

  async count(from: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(`SELECT count(*)::int AS count FROM ${from}`);
    return row?.count ?? NaN;
  }

  /** The service's events as they stand in its outbox, in order. */
  async events<Data = Record<string, unknown>>(subject: string): Promise<EventEnvelope<Data>[]> {
    const rows = await this.dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox WHERE subject = $1 ORDER BY position', [subject]);
    return rows.map(({ envelope }) => JSON.parse(envelope) as EventEnvelope<Data>);
  }

  /** As the other service would, and waits until intake has acknowledged everything of that service. */
  async publish(owner: ServiceName, events: readonly EventEnvelope[]): Promise<void> {
    for (const event of events) this.account.connection.publish(event.type, JSON.stringify(event));
    await this.account.connection.flush();
    const manager = await jetstreamManager(this.account.connection);
    await eventually(async () => {
      const info = await manager.consumers.info(streamOf(owner), 'intake');
      return info.num_pending === 0 && info.num_ack_pending === 0;
    });
  }
}

export async function call(url: string, options: { method?: string; key?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', key, body, headers } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: isJson(response) ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

const isJson = (response: Response): boolean => /json/.test(response.headers.get('content-type') ?? '');

export const message = (externalId: string, changes: object = {}) => ({
  externalId,
  occurredAt: '2026-11-23T08:59:00+08:00',
  author: { externalId: 'citizen-1' },
  text: '和平路夜间路灯不亮，已有一周。',
  ...changes,
});

export function pushMessage(replica: Replica, body: object | string, options: { channel?: string; key?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  const { channel = 'board', key = channelKeys.board, headers = {} } = options;
  return call(`${replica.url}/v1/channels/${channel}/messages`, { key, body, headers });
}
