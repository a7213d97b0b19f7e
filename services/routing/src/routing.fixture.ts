// What routing's integration specs share: a database, a NATS account with the whole topology, an issuer of tokens, and
// replicas of the service on them. Specs alone import it.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createEvent, messageRegistered, replyPublished, replyReturned, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { applyTopology, createStrategy } from '@wenzheng/messaging';
import { createDataSource, createService, loadConfig, migrate, type DataSource, type Role } from '@wenzheng/platform';
import { createTestAccount, createTestDatabase, createTestIssuer, eventually, FixedClock, type TestAccount, type TestIssuer } from '@wenzheng/testing';
import { routingConfig } from './config.js';
import { entities } from './entities.js';
import { migrations } from './migrations.js';
import { routingDocument } from './routing.document.js';
import { configureRoutes, RoutingModule } from './routing.module.js';

const webAdmins = [{ id: 'a', name: '陆承远' }];
const unit = (code: string, name: string, parent: string | null, level: number, more: object = {}) => ({ code, name, parent, level, webAdmins, ...more });

/** Three levels, one unit without web admin. */
export const sampleUnits = [
  unit('city', '淮岭市人民政府', null, 1),
  unit('water', '市水务局', 'city', 2, { phones: ['0554-1234567'], remits: [{ name: '供水管网', words: ['停水', '水管'] }] }),
  unit('water.plant', '第一水厂', 'water', 3),
  unit('roads', '市交通局', 'city', 2, { remits: [{ words: ['公路', '路灯'] }] }),
  unit('parks', '市园林局', 'city', 2),
  unit('empty', '市档案局', 'city', 2, { webAdmins: [] }),
];

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
  readonly unitsFile: string;
  readonly #cleanups: (() => unknown)[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly dataSource: DataSource,
    readonly account: TestAccount,
    readonly issuer: TestIssuer,
  ) {
    const directory = mkdtempSync(path.join(tmpdir(), 'wenzheng-units-'));
    this.unitsFile = path.join(directory, 'units.json');
    this.#cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
    this.writeUnits(sampleUnits);
  }

  static async create(): Promise<Fixture> {
    const database = await createTestDatabase({
      name: 'routing',
      role: 'routing',
      migrate: async (url) => void (await migrate({ url, service: 'routing', migrations })),
    });
    const dataSource = await createDataSource({ url: database.url, service: 'spec', entities }).initialize();
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

  writeUnits(units: object[], more: object = {}): void {
    writeFileSync(this.unitsFile, JSON.stringify({ city: '淮岭市', units, ...more }, null, 2));
  }

  environment(changes: Record<string, string> = {}): Record<string, string> {
    const { user, password } = this.account.credentials('routing');
    return {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'https://wz.example',
      DATABASE_URL: this.databaseUrl,
      OIDC_ISSUER: this.issuer.url,
      NATS_URL: this.account.url,
      NATS_USER: user,
      NATS_PASSWORD: password,
      UNITS_FILE: this.unitsFile,
      UNITS_RECHECK_SECONDS: '0.05',
      ...changes,
    };
  }

  async start(changes: Record<string, string> = {}): Promise<Replica> {
    const config = loadConfig(routingConfig, this.environment(changes));
    const app = await createService(RoutingModule.register(config, this.clock), { service: 'routing', config, document: routingDocument });
    configureRoutes(app);
    app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
    try {
      await app.init();
    } catch (error) {
      await app.close();
      throw error;
    }
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= app.close());
    this.#cleanups.push(close);
    return { app, url: (await app.getUrl()).replace('[::1]', '127.0.0.1'), close };
  }

  token(role: Role, unitCode?: string, sub?: string): Promise<string> {
    return this.issuer.token({ roles: [role], ...(unitCode === undefined ? {} : { unit: unitCode }), ...(sub === undefined ? {} : { sub }) });
  }

  async rows<Row = Record<string, unknown>>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, parameters);
  }

  async count(from: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`);
    return row?.count ?? NaN;
  }

  /** The service's events as they stand in its outbox, in order; of one subject (a message or a unit) if it is given. */
  async events<Data = Record<string, unknown>>(type: string, subject?: string): Promise<EventEnvelope<Data>[]> {
    const rows = await this.rows<{ envelope: string }>('SELECT envelope FROM outbox WHERE subject = $1 ORDER BY position', [type]);
    const envelopes = rows.map(({ envelope }) => JSON.parse(envelope) as EventEnvelope<Data>);
    return subject === undefined ? envelopes : envelopes.filter((envelope) => envelope.subject === subject);
  }

  /** As the other services would, and waits until routing has handled each: in its inbox, with its effect. */
  async publish(...events: EventEnvelope[]): Promise<void> {
    for (const event of events) this.account.connection.publish(event.type, JSON.stringify(event));
    await this.account.connection.flush();
    const ids = [...new Set(events.map((event) => event.id))];
    await eventually(async () => (await this.rows('SELECT 1 FROM inbox WHERE event_id = ANY ($1::uuid[])', [ids])).length === ids.length);
    const [letters] = await this.rows<{ count: number }>('SELECT count(*)::int AS count FROM dead_letter WHERE event_id = ANY ($1::uuid[])', [ids]);
    if (letters?.count !== 0) throw new Error('an event became a dead letter');
  }

  /** A message that routing has heard of. */
  async registered(changes: Partial<EventData<typeof messageRegistered>> = {}): Promise<string> {
    const event = registration(changes);
    await this.publish(event);
    return event.subject;
  }
}

let number = 0;
export function registration(changes: Partial<EventData<typeof messageRegistered>> = {}): EventEnvelope {
  const messageId = changes.messageId ?? randomUUID();
  number += 1;
  const registeredAt = changes.registeredAt ?? '2026-11-23T08:59:00+08:00';
  return createEvent(messageRegistered, {
    subject: messageId,
    sequence: 1,
    time: new Date(registeredAt),
    data: {
      messageId,
      messageNumber: `WZ${number}`,
      channel: 'board',
      registeredAt,
      occurredAt: registeredAt,
      kind: 'complaint',
      visibility: 'public',
      title: '停水',
      text: '我家停水三天',
      addressedUnit: null,
      authorHash: 'ab'.repeat(32),
      sessionId: null,
      historical: false,
      ...changes,
    },
  });
}

export async function call(
  url: string,
  options: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { method = options.body === undefined ? 'GET' : 'POST', token, body, headers } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text } };
}

export type Desk = Awaited<ReturnType<typeof deskOf>>;

/** Four people and what they do over HTTP; the web admin of the water bureau unless another is named. */
export async function deskOf(fixture: Fixture, replica: Replica) {
  const office = await fixture.token('information-office', undefined, 'office');
  const supervision = await fixture.token('supervision-office', undefined, 'supervision');
  const water = await fixture.token('web-admin', 'water', 'water-admin');
  const roads = await fixture.token('web-admin', 'roads', 'roads-admin');
  const post = (messageId: string, what: string, token: string, body: object, key?: string): Promise<Answer> =>
    call(`${replica.url}/v1/messages/${messageId}/${what}`, { token, body, headers: key ? { 'idempotency-key': key } : {} });
  return {
    office,
    supervision,
    water,
    roads,
    post,
    get: (path: string, token: string): Promise<Answer> => call(`${replica.url}/v1/messages${path}`, { token }),
    reply: (messageId: string, token = water, body: object = { text: '已修复。' }, key?: string) => post(messageId, 'replies', token, body, key),
    assign: (messageId: string, unit: string, token = office) => post(messageId, 'assignments', token, { unit }),
    giveBack: (messageId: string, token = water) => post(messageId, 'returns', token, { reason: '不属本单位职责', suggestedUnit: 'roads' }),
    extend: (messageId: string, newDueOn: string) => post(messageId, 'extensions', water, { reason: '需要更换管道', newDueOn }),
  };
}

export const code = (answer: Answer) => [answer.status, answer.body['code']];
export const waterUnit = { code: 'water', name: '市水务局' };

const reviewedAt = '2026-11-24T10:00:00.000Z';
const review = (messageId: string, sequence: number) => ({ subject: messageId, sequence, time: new Date(reviewedAt) });

export function published(messageId: string, replyId: string, changes: { interim?: boolean; visibility?: 'public' | 'private' } = {}): EventEnvelope {
  const { interim = false, visibility = 'public' } = changes;
  const data = { messageId, replyId, unit: waterUnit, visibility, interim, text: '已修复。', historical: false };
  return createEvent(replyPublished, { ...review(messageId, 1), data: { ...data, submittedAt: reviewedAt, publishedAt: reviewedAt, path: '/messages/1' } });
}

export function returned(messageId: string, replyId: string): EventEnvelope {
  const data = { messageId, replyId, unit: waterUnit, returnedAt: reviewedAt, reasons: ['too-short'] };
  return createEvent(replyReturned, { ...review(messageId, 1), data });
}
