import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { inboxPrefixOf, permissionsOf, streams } from '@wenzheng/contracts';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Client } from 'pg';
import { ownerOf, roleOf } from '../postgres/database-roles.js';
import { startPlatform, type Platform, type PlatformOptions } from './platform.js';
import type { Secrets } from './secrets.js';

// What the services stand on, without the services.
const options: Omit<PlatformOptions, 'dataDir'> = {
  portBase: 0,
  services: { intake: 0, routing: 0, publication: 0, 'deadline-supervision': 0, console: 0 },
  environment: { PATH: process.env.PATH, HOME: process.env.HOME },
};
let folder: string;
let dataDir: string;
let platform: Platform;
let secrets: Secrets;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wenzheng-platform-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'data');
  platform = await startPlatform({ ...options, dataDir });
  secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as Secrets;
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

async function as<T>(role: string, password: string, use: (client: Client) => Promise<T>): Promise<T> {
  const url = new URL(platform.endpoints.postgres);
  url.username = role;
  url.password = password;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
const asRole = <T>(service: 'intake' | 'routing', use: (client: Client) => Promise<T>) => as(roleOf(service), secrets.databaseRoles[service], use);
const asOwner = <T>(service: 'intake' | 'routing', use: (client: Client) => Promise<T>) => as(ownerOf(service), secrets.databaseOwners[service], use);

describe('the data folder', () => {
  it('shows its secrets to its owner alone', async () => {
    for (const name of ['secrets.json', 'endpoints.json']) {
      expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
    }
  });

  it('belongs to one launcher at a time', async () => {
    await expect(startPlatform({ ...options, dataDir })).rejects.toThrow(new RegExp(`already runs on ${dataDir} \\(process ${process.pid}\\)`));
  });
});

describe("a service's database roles", () => {
  it('find the schema without naming it, and one alone makes anything there', async () => {
    const rows = await asOwner('intake', async (client) => {
      await client.query('CREATE TABLE own (id int); GRANT SELECT ON own TO wenzheng_intake');
      return (await client.query<{ schemaname: string }>("SELECT schemaname FROM pg_tables WHERE tablename = 'own'")).rows;
    });
    expect(rows).toEqual([{ schemaname: 'intake' }]);
    await asRole('intake', async (client) => {
      expect((await client.query('SELECT * FROM own')).rowCount).toBe(0);
      for (const statement of ['CREATE TABLE mine (id int)', 'DROP TABLE own', 'ALTER TABLE own ADD COLUMN mine int', 'SET ROLE wenzheng_intake_owner']) {
        await client.query(statement).then(() => Promise.reject(new Error(statement)), (error: Error) => expect(error.message).toMatch(/permission denied|must be owner/));
      }
    });
  });

  it.each([['role', asRole], ['owner', asOwner]] as const)("can read nothing of another service's, and make nothing in the common schema: the %s", async (_, as) => {
    await as('routing', async (client) => {
      await expect(client.query('SELECT * FROM intake.own')).rejects.toThrow(/permission denied for schema intake/);
      await expect(client.query('CREATE TABLE public.mine (id int)')).rejects.toThrow(/permission denied for schema public/);
      await expect(client.query('CREATE SCHEMA mine')).rejects.toThrow(/permission denied/);
      await expect(client.query('CREATE ROLE mine')).rejects.toThrow(/permission denied/);
    });
  });

  it('are made of the one role that owned everything, in a release before, and lose nothing by it', async () => {
    const { username, password } = new URL(platform.endpoints.postgres);
    await as(username, password, (admin) => admin.query('ALTER SCHEMA routing OWNER TO wenzheng_routing'));
    await asRole('routing', (client) => client.query('CREATE TABLE kept (id int GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE counted; INSERT INTO kept DEFAULT VALUES'));
    await platform.stop();
    platform = await startPlatform({ ...options, dataDir });
    await asRole('routing', async (client) => {
      await client.query("INSERT INTO kept DEFAULT VALUES; SELECT nextval('counted')");
      expect((await client.query('SELECT * FROM kept')).rowCount).toBe(2);
      await expect(client.query('DROP TABLE kept')).rejects.toThrow(/must be owner/);
    });
    await asOwner('routing', (client) => client.query('DROP TABLE kept; DROP SEQUENCE counted'));
  });
});

describe("a service's NATS user", () => {
  it('may look at no stream, publish for no other service and delete nothing', async () => {
    const connection = await connect({
      servers: platform.endpoints.nats,
      user: 'routing',
      pass: secrets.natsUsers.routing,
      inboxPrefix: inboxPrefixOf('routing'),
    });
    try {
      for (const subject of ['intake.message.registered.v1', '$JS.API.STREAM.DELETE.INTAKE', '$JS.API.STREAM.INFO.INTAKE', 'clock.advance']) {
        await expect(connection.request(subject, '', { timeout: 3000 })).rejects.toThrow(/permissions violation/i);
      }
      const [subject = ''] = permissionsOf('routing', { controllableClock: false }).publish;
      await expect(connection.request(subject, '{}', { timeout: 3000 })).resolves.toBeDefined();
    } finally {
      await connection.close();
    }
  });
});

describe('the development issuer', () => {
  it.each([
    ['administrator', { roles: ['administrator'] }],
    ['web-admin:urban', { roles: ['web-admin'], unit: 'urban' }],
    ['deadline-supervision', { roles: ['ledger-reader'] }],
  ])('signs tokens for %s that say what it may do', async (key, claims) => {
    const { issuer, tokenEndpoint, clients } = platform.endpoints;
    const client = clients[key] ?? { id: '', secret: '' };
    const response = await fetch(tokenEndpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer, audience: 'wenzheng', algorithms: ['RS256'] });
    expect(payload).toMatchObject({ sub: client.id, ...claims });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  it('refuses a wrong secret', async () => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'administrator', client_secret: 'wrong' });
    expect((await fetch(platform.endpoints.tokenEndpoint, { method: 'POST', body })).status).toBe(401);
  });
});

describe('the platform', () => {
  it('gets its database and bus back on the same ports, with their data', async () => {
    const { postgres } = platform.endpoints;
    await platform.stopPostgres('SIGKILL');
    await platform.startPostgres();
    expect(platform.endpoints.postgres).toBe(postgres);
    expect(await asRole('intake', async (client) => (await client.query('SELECT * FROM own')).rowCount)).toBe(0);
    await platform.stopNats('SIGKILL');
    await platform.startNats();
    expect(await streamNames()).toHaveLength(streams.length);
  });

  it('can lose its streams, which come back empty', async () => {
    await platform.wipeStreams();
    expect(await streamNames()).toEqual(streams.map(({ stream }) => stream).sort());
  });

  it('keeps business time over a restart, and never moves it back', async () => {
    const threeDays = 3 * 86_400_000;
    expect(await platform.clock?.advance(threeDays)).toMatchObject({ offsetMs: threeDays, members: [] });
    await expect(platform.clock?.advance(-1)).rejects.toThrow(/forward/);
    await platform.stop();
    platform = await startPlatform({ ...options, dataDir });
    expect(platform.clock?.now().offsetMs).toBe(threeDays);
  });

  it('begins anew when asked to, at the business time of choice', async () => {
    await platform.stop();
    const startAt = new Date('2020-01-21T09:00:00+08:00');
    platform = await startPlatform({ ...options, dataDir, reset: true, startAt });
    expect(Date.parse(platform.clock?.now().now ?? '') - startAt.getTime()).toBeLessThan(30_000);
    const fresh = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as Secrets;
    expect(fresh.trackingKey).not.toBe(secrets.trackingKey);
  });
});

async function streamNames(): Promise<string[]> {
  const { user, password } = platform.endpoints.natsUsers.deploy;
  const connection = await connect({ servers: platform.endpoints.nats, user, pass: password });
  try {
    const names: string[] = [];
    for await (const name of (await jetstreamManager(connection)).streams.names()) names.push(name);
    return names.sort();
  } finally {
    await connection.close();
  }
}
