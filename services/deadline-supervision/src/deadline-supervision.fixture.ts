// What the integration specs of this service share: replicas of the whole service on a database and a NATS account of their own, and
// the events of a message's life. Specs alone import it.
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createEvent,
  durables,
  extensionNoticePublished,
  messageAssigned,
  messageRegistered,
  replyPublished,
  replyReturned,
  replySubmitted,
  unitChanged,
  type EventData,
  type EventEnvelope,
  type UnitRef,
} from '@wenzheng/contracts';
import { applyTopology, createStrategy, JetStreamStrategy } from '@wenzheng/messaging';
import { createDataSource, createService, DATA_SOURCE, migrate, type DataSource, type Role } from '@wenzheng/platform';
import { createTestAccount, createTestDatabase, createTestIssuer, FixedClock, type TestAccount, type TestDatabase, type TestIssuer } from '@wenzheng/testing';
import type { Clock } from '@wenzheng/working-days';
import { supervisionConfig } from './config.js';
import { evidence, migrations } from './migrations.js';
import { supervisionDocument } from './deadline-supervision.document.js';
import { DeadlineSupervisionModule } from './deadline-supervision.module.js';
import { SchedulerLoop } from './scheduler/scheduler.loop.js';

const service = 'deadline-supervision';
export const housing: UnitRef = { code: 'city.housing', name: '市住建局' };
export const water: UnitRef = { code: 'city.water', name: '市水务局' };

const webhookTables = ['webhook_endpoint', 'webhook_key', 'webhook_delivery'];
const documentTables = ['document_begun', 'document_series', 'document_act', 'urging_order', 'referral', 'circular', 'major_matter', 'draft_wish'];
const hotTables = ['hot_member', 'hot_issue_key', 'hot_issue', 'hot_term', 'hot_epoch', 'hot_act', 'hot_likes'];

/** What the registry says of a unit. */
export const unitKnown = (unit: UnitRef, sequence = 1): EventEnvelope =>
  createEvent(unitChanged, { subject: unit.code, sequence, time: new Date('2026-09-01T00:00:00Z'), data: { unit, parent: null, level: 2, phones: [], removed: false } });

export class Fixture {
  private readonly apps: NestFastifyApplication[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly account: TestAccount,
    readonly issuer: TestIssuer,
    readonly clock: FixedClock,
  ) {}

  static async create(instant = '2026-09-18T15:00:00+08:00'): Promise<Fixture> {
    const database = await createTestDatabase({
      name: 'supervision',
      role: service,
      migrate: async (url) => void (await migrate({ url, service, migrations, evidence })),
    });
    const dataSource = await createDataSource({ url: database.ownerUrl, service }).initialize();
    const account = await createTestAccount();
    await applyTopology(account.connection, { replicas: 1 });
    return new Fixture(database, dataSource, account, await createTestIssuer(), new FixedClock(instant));
  }

  /** As the process of a replica has it. */
  environment(more: Record<string, string> = {}): Record<string, string> {
    const { user, password } = this.account.credentials(service);
    return {
      NODE_ENV: 'test', LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost', DATABASE_URL: this.database.url, OIDC_ISSUER: this.issuer.url,
      NATS_URL: this.account.url, NATS_USER: user, NATS_PASSWORD: password,
      LEDGER_URLS: '{"intake":"http://127.0.0.1:9","routing":"http://127.0.0.1:9","publication":"http://127.0.0.1:9"}',
      OIDC_CLIENT_ID: 'deadline-supervision', OIDC_CLIENT_SECRET: 'spec', LEDGER_SECONDS: '3600',
      WEBHOOK_KEYS: '{"active":"k1","keys":{"k1":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}', WEBHOOK_ALLOW_PRIVATE: 'true',
      ...more,
    };
  }

  /** A replica of the service. `reading: false` leaves the bus unread, so that a spec decides what is handled, and when. */
  async start(options: { clock?: Clock; reading?: boolean; hotIssuesApart?: boolean; environment?: Record<string, string> } = {}) {
    const config = supervisionConfig.parse(this.environment(options.environment));
    const module = DeadlineSupervisionModule.register(config, options.clock ?? this.clock, options);
    const app = await createService(module, { service, config, document: supervisionDocument });
    this.apps.push(app);
    app.connectMicroservice({ strategy: createStrategy(app) }, { inheritAppConfig: false });
    if (options.reading) await app.startAllMicroservices();
    await app.init();
    return app;
  }

  /** Moves business time to this wall-clock time of Shanghai; what fell due by then has been done when it resolves. */
  async until(instant: string): Promise<void> {
    this.clock.set(`${instant}+08:00`);
    await Promise.all(this.apps.map((app) => app.get(SchedulerLoop).caughtUp()));
  }

  async drop(): Promise<void> {
    for (const app of this.apps) await app.close();
    await this.dataSource.destroy();
    await this.issuer.close();
    await this.account.drop();
    await this.database.drop();
  }

  /** Forgets every message. */
  async clear(): Promise<void> {
    for (const table of ['deadline', 'deadline_timer', 'deadline_fact', 'early_message', 'session_event', 'session_message', 'fired_step', 'escalation', 'ended_message', 'outbox', 'inbox', ...hotTables, ...documentTables, ...webhookTables]) await this.dataSource.query(`DELETE FROM ${table}`);
  }

  async events(type: string): Promise<EventEnvelope<Record<string, unknown>>[]> {
    const rows = await this.dataSource.query<{ envelope: string }[]>('SELECT envelope FROM outbox WHERE subject = $1 ORDER BY position', [
      `deadline-supervision.${type}.v1`,
    ]);
    return rows.map(({ envelope }) => JSON.parse(envelope) as EventEnvelope<Record<string, unknown>>);
  }

  async request(app: NestFastifyApplication, path: string, who: { role?: Role; unit?: string; sub?: string } = {}, body?: object, method = body ? 'POST' : 'GET') {
    const { role, ...claims } = who;
    const name = who.sub === undefined ? undefined : names[who.sub];
    const response = await app.inject({
      method: method as 'GET',
      url: path,
      headers: role ? { authorization: `Bearer ${await this.issuer.token({ roles: [role], ...claims, ...(name === undefined ? {} : { claims: { name } }) })}` } : {},
      ...(body ? { payload: body } : {}),
    });
    const json = response.headers['content-type']?.toString().includes('json') ? (response.json() as Record<string, unknown>) : {};
    return { status: response.statusCode, headers: response.headers, body: json };
  }
}

/** As the issuer calls the people of the specs. */
const names: Readonly<Record<string, string>> = { li: '张三', wang: '王五' };

/** Runs the events through the service's real handlers, those of one type as one batch, in the order of their first. */
export async function handle(app: NestFastifyApplication, events: readonly EventEnvelope[]): Promise<void> {
  const strategy = app.get(JetStreamStrategy);
  for (const [subject, batch] of Map.groupBy(events, ({ type }) => type)) await handleBatch(app, strategy, subject, batch);
}

/** One by one, in this order. */
export async function handleEach(app: NestFastifyApplication, events: readonly EventEnvelope[]): Promise<void> {
  for (const event of events) await handleBatch(app, app.get(JetStreamStrategy), event.type, [event]);
}

const subjectsOf = (group: 'hot-issues' | null) => new Set(durables.filter((durable) => durable.service === service && durable.group === group).flatMap(({ filterSubjects }) => filterSubjects));
const groups = [null, 'hot-issues'] as const;

/** What the service's own handlers and those of a group do, each in a transaction of its own. */
async function handleBatch(app: NestFastifyApplication, strategy: JetStreamStrategy, subject: string, batch: EventEnvelope[]): Promise<void> {
  for (const group of groups.filter((one) => subjectsOf(one).has(subject))) {
    await app.get<DataSource>(DATA_SOURCE).transaction((manager) => strategy.invoke(subject, batch, { manager, subject, replay: false }, group));
  }
}

/** The events of one message, each with the next sequence of its owner. */
export class Life {
  private sequences = { intake: 0, routing: 0, publication: 0 };

  constructor(readonly messageId: string = randomUUIDv7()) {}

  registered(registeredAt: string, more: Partial<EventData<typeof messageRegistered>> = {}) {
    return this.event('intake', messageRegistered, registeredAt, {
      messageNumber: `N${this.messageId.slice(-8)}`, channel: 'board', registeredAt: utc(registeredAt), occurredAt: utc(registeredAt),
      kind: 'complaint', visibility: 'public', title: '路灯坏了', text: '和平路路灯三天不亮', addressedUnit: null,
      authorHash: '0'.repeat(64), sessionId: null, historical: false, messageId: this.messageId, ...more,
    });
  }
  assigned(at: string, unit = housing) {
    return this.event('routing', messageAssigned, at, { messageId: this.messageId, unit, assignedAt: utc(at), by: 'remit', reason: '职责范围' });
  }
  submitted(at: string, replyId: string, more: Partial<EventData<typeof replySubmitted>> = {}) {
    return this.event('routing', replySubmitted, at, {
      messageId: this.messageId, replyId, unit: housing, text: '已于今日修复。', interim: false, submittedAt: utc(at), historical: false, ...more,
    });
  }
  gateReturned(at: string, replyId: string) {
    return this.event('publication', replyReturned, at, { messageId: this.messageId, replyId, unit: housing, returnedAt: utc(at), reasons: ['no-substance'] });
  }
  published(submittedAt: string, at: string, replyId: string, more: Partial<EventData<typeof replyPublished>> = {}) {
    return this.event('publication', replyPublished, at, {
      messageId: this.messageId, replyId, unit: housing, visibility: 'public', interim: false, submittedAt: utc(submittedAt), publishedAt: utc(at),
      path: '/messages/1', text: '已于今日修复。', historical: false, ...more,
    });
  }
  extended(submittedAt: string, at: string, newDueOn: string) {
    return this.event('publication', extensionNoticePublished, at, {
      messageId: this.messageId, extensionId: randomUUID(), unit: housing, reason: '需现场勘查', newDueOn, submittedAt: utc(submittedAt), publishedAt: utc(at),
    });
  }

  private event<Data>(owner: keyof Life['sequences'], definition: Parameters<typeof createEvent<Data>>[0], time: string, data: Data): EventEnvelope<Data> {
    this.sequences[owner] += 1;
    return createEvent(definition, { subject: this.messageId, sequence: this.sequences[owner], time: new Date(time), data });
  }
}

const utc = (instant: string): string => new Date(instant).toISOString();
