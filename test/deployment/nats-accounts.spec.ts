import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { permissionsOf, permissionsOfReader, readers, services, streams } from '@wenzheng/contracts';
import { findNatsServer, freePort } from '@wenzheng/local';
import { parse } from 'yaml';
import { containersOf, deployFolder, render } from './rendered.js';

const file = `${deployFolder}kubernetes/nats/accounts.conf`;
const text = readFileSync(file, 'utf8');
const passwords = [...text.matchAll(/\$(NATS_PASSWORD_\w+)/g)].map(([, name]) => name ?? '');

describe('the accounts of NATS', () => {
  it('are what the contracts say today; if not, run accounts.mjs as it says', async () => {
    const { accountsConf } = (await import(`${deployFolder}kubernetes/nats/accounts.mjs`)) as { accountsConf: string };
    expect(text).toBe(accountsConf);
  });

  it('give each service and reader its permissions, without the clock of trials', () => {
    const users = [
      ...services.map((service) => [service, permissionsOf(service, { controllableClock: false })] as const),
      ...readers.map((reader) => [reader, permissionsOfReader(reader)] as const),
    ];
    for (const [user, { publish, subscribe }] of users) {
      const block = text.slice(text.indexOf(`user: "${user}"`)).split('\n      }\n')[0] ?? '';
      expect([...block.matchAll(/^ {12}"([^"]+)"$/gm)].map(([, subject]) => subject)).toEqual([...publish, ...subscribe]);
    }
    expect(text).not.toMatch(/clock\./);
  });

  it('take every password from the environment, and both overlays put it there', async () => {
    expect(passwords.length).toBe(services.length + readers.length + 2);
    const values = parse(readFileSync(`${deployFolder}kubernetes/overlays/production/nats-values.yaml`, 'utf8')) as {
      container: { env: Record<string, { valueFrom: { secretKeyRef: { name: string; key: string } } }> };
      config: { cluster: { replicas: number }; jetstream: { merge: { sync_interval: string } } };
    };
    const given = Object.fromEntries(Object.entries(values.container.env).map(([name, { valueFrom }]) => [name, valueFrom.secretKeyRef]));
    expect(given).toEqual(Object.fromEntries(passwords.map((key) => [key, { name: 'wenzheng-nats', key }])));
    const [nats] = containersOf((await render('small')).workload('wenzheng-nats'));
    expect(nats!.env?.map(({ name }) => name).toSorted()).toEqual(passwords.toSorted());
    expect(values.config).toMatchObject({ cluster: { replicas: 3 }, jetstream: { merge: { sync_interval: 'always' } } });
  }, 300_000);
});

describe('the configuration of NATS in small', () => {
  it('is one that nats-server takes, accounts included', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-nats-conf-'));
    try {
      for (const [mount, name, content] of [
        ['nats', 'nats.conf', readFileSync(`${deployFolder}kubernetes/overlays/small/stores/nats.conf`, 'utf8').replaceAll('/etc/nats-certs', `${folder}/nats-certs`)],
        ['nats-accounts', 'accounts.conf', text],
        ['nats-certs', 'none', ''],
      ] as const) {
        await mkdir(path.join(folder, mount));
        await writeFile(path.join(folder, mount, name), content);
      }
      const pair = ['-keyout', path.join(folder, 'nats-certs/tls.key'), '-out', path.join(folder, 'nats-certs/tls.crt')];
      spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=wenzheng-nats', ...pair]);
      const environment = Object.fromEntries(passwords.map((name) => [name, 'n0123']));
      const { status, stderr } = spawnSync(await findNatsServer(), ['-t', '-c', path.join(folder, 'nats/nats.conf')], { env: environment, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, expect.stringContaining('is valid')]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 300_000);
});

describe('a nats-server with these accounts', () => {
  let folder: string;
  let server: ChildProcess;
  let port: number;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-accounts-'));
    port = await freePort();
    await writeFile(path.join(folder, 'accounts.conf'), text);
    await writeFile(path.join(folder, 'nats.conf'), `host: 127.0.0.1\nport: ${port}\njetstream: { store_dir: "${folder}/data" }\ninclude "accounts.conf"\n`);
    server = spawn(await findNatsServer(), ['-c', path.join(folder, 'nats.conf')], { env: Object.fromEntries(passwords.map((name) => [name, `n-${name}`])), stdio: 'ignore' });
  }, 300_000);
  afterAll(async () => {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    await rm(folder, { recursive: true, force: true });
  });

  const as = async (user: string, options = {}): Promise<NatsConnection> =>
    connect({ port, user, pass: `n-NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`, waitOnFirstConnect: true, reconnectTimeWait: 100, ...options });

  it('lets the deploy step make the streams, and publish no event', async () => {
    const deploy = await as('deploy');
    try {
      const manager = await jetstreamManager(deploy);
      for (const { stream, subjects } of streams) await manager.streams.add({ name: stream, subjects });
      const names = (await manager.streams.list().next()).map(({ config }) => config.name);
      expect(names.toSorted()).toEqual(streams.map(({ stream }) => stream).toSorted());
      await expect(deploy.request('intake.message.registered.v1', '{}', { timeout: 500 })).rejects.toThrow(/permission/i);
    } finally {
      await deploy.close();
    }
  });

  it.each([...services, ...readers])('lets %s delete no stream', async (user) => {
    const connection = await as(user, { inboxPrefix: `_INBOX_${user}` });
    try {
      await expect(connection.request('$JS.API.STREAM.DELETE.INTAKE', '', { timeout: 500 })).rejects.toThrow(/permission/i);
    } finally {
      await connection.close();
    }
  });
});
