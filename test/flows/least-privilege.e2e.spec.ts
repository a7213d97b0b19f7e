import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { events, services, streamOf, type ServiceName } from '@wenzheng/contracts';
import { createTestIssuer, eventually } from '@wenzheng/testing';
import { Client } from 'pg';
import { City, message } from '../support/city.js';

let city: City;
beforeAll(async () => {
  city = await City.start();
}, 180_000);
afterAll(() => city?.stop(), 60_000);

const schemaOf = (service: ServiceName) => service.replaceAll('-', '_');

/** What a running service was given, from its own process: the spec must try the very credentials that are in use. */
function environmentOf(service: ServiceName): Record<string, string> {
  const text = readFileSync(path.join('/proc', String(city.platform.pidOf(service)), 'environ'), 'utf8');
  return Object.fromEntries(text.split('\0').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe.each(services.map((service) => [service]))("%s's database role", (service) => {
  it.each(services.filter((other) => other !== service).map((other) => [other]))('is refused every table of %s', async (other) => {
    const tables = await city.sql<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = $1", [schemaOf(other)]);
    expect(tables.length).toBeGreaterThan(3);
    const client = new Client({ connectionString: environmentOf(service)['DATABASE_URL'] });
    await client.connect();
    try {
      for (const { name } of tables) {
        await expect(client.query(`SELECT 1 FROM ${schemaOf(other)}.${name}`)).rejects.toMatchObject({ code: '42501' });
        await expect(client.query(`DELETE FROM ${schemaOf(other)}.${name}`)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(client.query(`CREATE TABLE ${schemaOf(other)}.intruder (id int)`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  it('may create neither schema, role nor database', async () => {
    const client = new Client({ connectionString: environmentOf(service)['DATABASE_URL'] });
    await client.connect();
    try {
      for (const statement of ['CREATE SCHEMA intruder', 'CREATE ROLE intruder', 'CREATE DATABASE intruder', 'CREATE TABLE public.intruder (id int)']) {
        await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
  });
});

describe.each(services.map((service) => [service]))("%s's NATS user", (service) => {
  let connection: NatsConnection;
  const refused: string[] = [];
  beforeAll(async () => {
    const { NATS_URL, NATS_USER, NATS_PASSWORD } = environmentOf(service);
    connection = await connect({ servers: NATS_URL!, user: NATS_USER!, pass: NATS_PASSWORD!, inboxPrefix: `_INBOX_${service}` });
    void (async () => {
      for await (const status of connection.status()) {
        if (status.type === 'error') refused.push(String(status.error.message));
      }
    })();
  });
  afterAll(() => connection?.close());

  const others = services.filter((other) => other !== service);
  const forbidden = [
    ...events.filter((event) => event.owner !== service).map((event) => event.subject),
    ...others.flatMap((other) => [`$JS.API.CONSUMER.MSG.NEXT.${streamOf(service)}.${other}`, `$JS.ACK.${streamOf(service)}.${other}.1.1.1.1.0`]),
    ...services.flatMap((owner) =>
      ['CREATE', 'UPDATE', 'DELETE', 'PURGE', 'INFO', 'MSG.DELETE', 'MSG.GET', 'SNAPSHOT', 'RESTORE'].map((verb) => `$JS.API.STREAM.${verb}.${streamOf(owner)}`),
    ),
    ...services.flatMap((owner) => [`$JS.API.CONSUMER.CREATE.${streamOf(owner)}.x`, `$JS.API.CONSUMER.DELETE.${streamOf(owner)}.${service}`, `$JS.API.DIRECT.GET.${streamOf(owner)}`]),
    '$JS.API.STREAM.LIST',
    '$JS.API.STREAM.NAMES',
    '$JS.API.ACCOUNT.PURGE.x',
    '$SYS.REQ.SERVER.PING',
    'clock.advance',
  ];

  it("is refused every other service's subject and every subject that administers a stream", async () => {
    for (const subject of forbidden) connection.publish(subject, '{}');
    await connection.flush();
    await eventually(() => {
      const missing = forbidden.filter((subject) => !refused.some((error) => error.includes(`"${subject}"`)));
      expect(missing).toEqual([]);
    });
  });

  it("hears no other service's subjects or inboxes", async () => {
    const subjects = ['>', ...others.map((other) => `${other}.>`), ...others.map((other) => `_INBOX_${other}.>`), '_INBOX.>', '$JS.>'];
    const denied = await Promise.all(
      subjects.map(
        (subject) =>
          new Promise<string | null>((resolve) => {
            connection.subscribe(subject, { callback: (error) => resolve(error ? subject : null) });
          }),
      ),
    );
    expect(denied).toEqual(subjects);
  });
});

describe('an access token', () => {
  const callWith = (bearer: string) => city.call('routing', '/v1/units', { as: { bearer } });
  const claims = () => ({ roles: ['web-admin'], unit: city.unit });

  it('of the platform is accepted', async () => {
    expect((await city.call('routing', '/v1/units', { as: 'web-admin' })).status).toBe(200);
  });

  it('of a foreign issuer is refused, whoever it says it is from', async () => {
    const foreign = await createTestIssuer();
    try {
      expect((await callWith(await foreign.token(claims()))).status).toBe(401);
      expect((await callWith(await foreign.token({ ...claims(), issuer: city.endpoints.issuer }))).status).toBe(401);
    } finally {
      await foreign.close();
    }
  });

  it.each([
    ['whose signature was cut off and algorithm set to none', (token: string) => `${encode({ alg: 'none' })}.${token.split('.')[1]}.`],
    ['whose claims were changed', (token: string) => [token.split('.')[0], encode({ ...decode(token), roles: ['administrator'] }), token.split('.')[2]].join('.')],
    ['that is no token', () => 'aaaa.bbbb.cccc'],
  ])('%s is refused', async (_, forge) => {
    expect((await callWith(forge(await city.token('web-admin')))).status).toBe(401);
  });

  it('of the wrong role is refused with the role that is needed', async () => {
    const answer = await city.call('deadline-supervision', '/v1/escalations', { as: 'web-admin' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('missing is refused by every service', async () => {
    for (const [service, address] of [['intake', '/v1/imports'], ['routing', '/v1/units'], ['deadline-supervision', '/v1/statistics'], ['publication', '/v1/dead-letters']] as const) {
      expect((await city.call(service, address, service === 'intake' ? { body: {} } : {})).status).toBe(401);
    }
  });
});

describe('a channel key', () => {
  it('opens its own channel alone', async () => {
    const { board, microblog } = city.endpoints.channelKeys;
    const push = (bearer: string) => city.call('intake', '/v1/channels/board/messages', { as: { bearer }, body: message('keyed') });
    expect((await push(board)).status).toBe(201);
    expect((await push(microblog)).status).toBe(403);
    expect((await push(`${board}x`)).status).toBe(401);
    expect((await push(await city.token('administrator'))).status).toBe(401);
  });
});

describe('a web admin', () => {
  it("sees and answers its own unit's messages and no others", async () => {
    const { body: receipt } = await city.push('board', message('own', { unit: city.unit }));
    const stranger = Object.keys(city.endpoints.clients).find((key) => key.startsWith('web-admin:') && city.endpoints.clients[key]!.unit !== city.unit)!;
    await eventually(async () => (await city.call('routing', `/v1/messages/${receipt.messageId}`, { as: 'web-admin' })).status === 200);
    expect((await city.call('routing', `/v1/messages/${receipt.messageId}`, { as: stranger })).status).toBe(403);
    for (const [action, body] of [['replies', { text: '您好，已为您办理完毕。' }], ['returns', { reason: '不属于我单位' }], ['extensions', { reason: '需要时间', newDueOn: '2026-12-31' }]] as const) {
      expect((await city.call('routing', `/v1/messages/${receipt.messageId}/${action}`, { as: stranger, body })).status).toBe(403);
    }
    const { body } = await city.call<{ messages: { messageId: string }[] }>('routing', '/v1/messages', { as: stranger });
    expect(JSON.stringify(body)).not.toContain(receipt.messageId);
  });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as Record<string, unknown>;
