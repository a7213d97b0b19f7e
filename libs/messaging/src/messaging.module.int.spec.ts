import { Controller, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { AuditModule, ConfigurationError, createService, DATA_SOURCE, migrate, PlatformModule, serviceConfig, type DataSource } from '@wenzheng/platform';
import { createTestAccount, createTestDatabase, createTestIssuer, eventually, type TestAccount, type TestDatabase, type TestIssuer } from '@wenzheng/testing';
import { messagingConfig } from './config.js';
import { registered } from './messaging.fixture.js';
import { createStrategy, MessagingModule } from './messaging.module.js';
import { messagingMigrations } from './migrations.js';
import { OnEvent, RejectEvent } from './consumer/on-event.js';
import { Outbox } from './outbox/outbox.js';
import { applyTopology } from './bus/topology.js';

let healed = false;

@Controller()
class Handlers {
  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[]): Promise<void> {
    if (!healed && events.some((event) => event.data.title === '路灯')) throw new RejectEvent('no unit takes street lamps');
  }
}

let account: TestAccount;
let database: TestDatabase;
let issuer: TestIssuer;
let app: Awaited<ReturnType<typeof createService>>;

const configSchema = serviceConfig.extend(messagingConfig);
const environment = () => {
  const { user, password } = account.credentials('routing');
  return {
    NODE_ENV: 'test', DATABASE_URL: database.url, OIDC_ISSUER: issuer.url, PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'silent',
    NATS_URL: account.url, NATS_USER: user, NATS_PASSWORD: password,
  };
};

beforeAll(async () => {
  account = await createTestAccount();
  await applyTopology(account.connection, { replicas: 1 });
  issuer = await createTestIssuer();
  database = await createTestDatabase({
    name: 'messaging-module',
    role: 'routing',
    migrate: async (url) => void (await migrate({ url, service: 'routing', migrations: messagingMigrations })),
  });
  const config = configSchema.parse(environment());
  class ServiceModule {}
  Module({
    imports: [AuditModule.forRoot({ now: () => new Date() }), PlatformModule.forRoot({ service: 'routing', config }), MessagingModule.forRoot({ service: 'routing', config })],
    controllers: [Handlers],
  })(ServiceModule);
  app = await createService(ServiceModule, { service: 'routing', config });
  app.connectMicroservice({ strategy: createStrategy(app) });
  await app.startAllMicroservices();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});
afterAll(async () => {
  await app.close();
  await issuer.close();
  await account.drop();
  await database.drop();
});
beforeEach(() => {
  healed = false;
});

async function call(method: 'GET' | 'POST', url: string, options: { role?: string; body?: object } = {}) {
  const token = await issuer.token({ roles: [options.role ?? 'administrator'] });
  const response = await app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(options.body ? { payload: options.body } : {}),
  });
  return { status: response.statusCode, body: response.json() };
}

async function reject(): Promise<string> {
  const event = registered();
  account.connection.publish(event.type, JSON.stringify(event));
  return eventually(async () => {
    const { body } = await call('GET', '/v1/dead-letters?state=waiting&limit=200');
    const letter = body.items.find((item: { eventId: string }) => item.eventId === event.id);
    expect(letter).toMatchObject({ kind: 'rejected', reason: 'no unit takes street lamps', stream: 'INTAKE' });
    expect(JSON.stringify(letter)).not.toContain('路灯');
    return letter.id;
  });
}

describe('a service with the messaging module', () => {
  test('lists its dead letters page by page', async () => {
    for (let count = 0; count < 3; count += 1) await reject();
    const first = (await call('GET', '/v1/dead-letters?limit=2')).body;
    const second = (await call('GET', `/v1/dead-letters?limit=2&after=${first.next}`)).body;
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
  });

  test('replays a dead letter through its own handler', async () => {
    const id = await reject();
    expect(await call('POST', `/v1/dead-letters/${id}/replays`)).toMatchObject({ status: 200, body: { state: 'waiting', attempts: 2 } });
    healed = true;
    expect(await call('POST', `/v1/dead-letters/${id}/replays`)).toMatchObject({ status: 200, body: { state: 'replayed' } });
    expect(await call('POST', `/v1/dead-letters/${id}/replays`)).toMatchObject({ status: 409, body: { code: 'dead-letter-settled' } });
  });

  test('dismisses a dead letter with a reason, once', async () => {
    const id = await reject();
    expect((await call('POST', `/v1/dead-letters/${id}/dismissals`, { body: {} })).status).toBe(400);
    const body = { reason: '重复导入' };
    expect(await call('POST', `/v1/dead-letters/${id}/dismissals`, { body })).toMatchObject({
      status: 200, body: { state: 'ignored', settledReason: '重复导入' },
    });
    expect((await call('POST', `/v1/dead-letters/${id}/dismissals`, { body })).status).toBe(409);
  });

  test('records for the auditor who let one in again, dismissed one, or published events again, and nothing that was refused', async () => {
    const [again, dismissed] = [await reject(), await reject()];
    await call('POST', `/v1/dead-letters/${again}/replays`);
    expect((await call('GET', `/v1/audit-log?about=${again}`, { role: 'auditor' })).body.items).toEqual([]);
    healed = true;
    await call('POST', `/v1/dead-letters/${again}/replays`);
    await call('POST', `/v1/dead-letters/${dismissed}/dismissals`, { body: { reason: '重复导入' } });
    await call('POST', `/v1/dead-letters/${dismissed}/dismissals`, { body: { reason: '重复导入' } });
    await call('POST', '/v1/outbox/republications', { body: { subjects: ['routing.unit.changed.v1'] } });
    const deeds = async (about: string) => (await call('GET', `/v1/audit-log?about=${about}`, { role: 'auditor' })).body.items;
    expect(await deeds(again)).toMatchObject([{ did: 'dead-letter.replayed', roles: ['administrator'], before: null, after: null }]);
    expect(await deeds(dismissed)).toMatchObject([{ did: 'dead-letter.dismissed', details: { reason: '重复导入', subject: 'intake.message.registered.v1' } }]);
    expect(await deeds('outbox')).toMatchObject([{ did: 'outbox.republished', details: { subjects: ['routing.unit.changed.v1'] } }]);
  });

  test('answers 404 for a dead letter that is not there and 400 for what is no id', async () => {
    expect(await call('POST', '/v1/dead-letters/0192d7a0-0000-7000-8000-000000000000/replays')).toMatchObject({
      status: 404, body: { code: 'dead-letter-not-found' },
    });
    expect((await call('POST', '/v1/dead-letters/x/replays')).status).toBe(400);
  });

  test.each([
    ['GET', '/v1/dead-letters'],
    ['POST', '/v1/dead-letters/0192d7a0-0000-7000-8000-000000000000/replays'],
    ['POST', '/v1/dead-letters/0192d7a0-0000-7000-8000-000000000000/dismissals'],
    ['POST', '/v1/outbox/republications'],
  ] as const)('%s %s is for administrators', async (method, url) => {
    expect((await call(method, url, { role: 'web-admin', body: {} })).status).toBe(403);
    expect((await app.inject({ method, url })).statusCode).toBe(401);
  });

  test('relays what is appended, and republishes on demand', async () => {
    const manager = await jetstreamManager(account.connection);
    const event = { ...registered(), type: 'routing.message.assigned.v1' };
    await app.get<DataSource>(DATA_SOURCE).transaction((manager) => app.get(Outbox).append(manager, [event]));
    await eventually(async () => expect((await manager.streams.info('ROUTING')).state.messages).toBe(1));
    await eventually(async () => expect(await app.get<DataSource>(DATA_SOURCE).query('SELECT FROM outbox_waiting')).toEqual([]));
    await manager.streams.purge('ROUTING');
    expect(await call('POST', '/v1/outbox/republications', { body: { from: '2020-01-01T00:00:00+08:00' } })).toEqual({
      status: 202, body: { count: 1 },
    });
    await eventually(async () => expect((await manager.streams.info('ROUTING')).state.messages).toBe(1));
    expect(await app.get(Outbox).depth()).toBe(0);
  });
});

test('a service whose inbox would forget too soon refuses to start', () => {
  const config = configSchema.parse({ ...environment(), INBOX_RETENTION_DAYS: '20' });
  expect(() => MessagingModule.forRoot({ service: 'routing', config })).toThrow(ConfigurationError);
});
