// Tries an image on this machine: a real PostgreSQL, NATS and OpenID provider started by the launcher, and everything else
// by containers of the image, as a cluster would: the jobs, then the four services and the console, without root and on a
// read-only file system. One message goes through all of them, and an officer of the information office signs in and
// finds it; then each is told to end.
//   node deploy/image/try.mjs IMAGE        (the repository built; podman and runc installed)
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, startPlatform } from '@wenzheng/local';

const image = process.argv[2];
if (!image) throw new Error('usage: node deploy/image/try.mjs IMAGE');
const run = promisify(execFile);
// runc, and limits that a container in a container may set.
const podman = (...args) => run('podman', ['--runtime', 'runc', ...args]);
const confined = ['--network', 'host', '--read-only', '--read-only-tmpfs=false', '--cap-drop', 'all', '--security-opt', 'no-new-privileges',
  '--ulimit', 'nofile=1024:20000', '--ulimit', 'nproc=1024:1024', '--pull', 'never'];
const services = ['intake', 'routing', 'publication', 'deadline-supervision', 'console'];
const units = fileURLToPath(new URL('../local/city/units.json', import.meta.url));

const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-image-'));
const containers = new Map();
let platform;
try {
  platform = await startPlatform({ dataDir, portBase: 0, controllableClock: false, services: Object.fromEntries(services.map((service) => [service, 0])) });
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'));
  const { postgres, nats, issuer, channelKeys, clients, people } = platform.endpoints;
  const ports = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await freePort()])));
  // Where the provider leads back to.
  ports.console = Number(new URL(platform.endpoints.services.console).port);
  const operationsPorts = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await freePort()])));
  const address = (service) => `http://127.0.0.1:${ports[service]}`;
  const operations = (service) => `http://127.0.0.1:${operationsPorts[service]}`;
  const admin = new URL(postgres);
  const urlAs = (role, password) => `postgres://${role}:${password}@${admin.host}${admin.pathname}`;
  const roleOf = (service) => `wenzheng_${service.replaceAll('-', '_')}`;
  const databaseUrl = (service) => urlAs(roleOf(service), secrets.databaseRoles[service]);
  const ownerUrl = (service) => urlAs(`${roleOf(service)}_owner`, secrets.databaseOwners[service]);
  const suffix = (service) => service.toUpperCase().replaceAll('-', '_');

  await job('roles', {
    PGHOST: admin.hostname, PGPORT: admin.port, PGDATABASE: admin.pathname.slice(1), PGUSER: decodeURIComponent(admin.username), PGPASSWORD: decodeURIComponent(admin.password),
    ...Object.fromEntries(services.flatMap((service) => [[`DATABASE_URL_${suffix(service)}`, databaseUrl(service)], [`OWNER_DATABASE_URL_${suffix(service)}`, ownerUrl(service)]])),
  });
  await job('streams', { NATS_URL: nats, NATS_USER: 'deploy', NATS_PASSWORD: secrets.natsUsers.deploy });
  for (const service of services) await job('migrate', { SERVICE: service, DATABASE_URL: ownerUrl(service) });

  const own = {
    intake: { CHANNEL_KEYS: JSON.stringify(channelKeys), VAULT_KEYS: JSON.stringify(secrets.vault), TRACKING_KEY: secrets.trackingKey, AUTHOR_HASH_KEY: secrets.authorHashKey, CITY_NAME: '淮岭市' },
    routing: { UNITS_FILE: '/etc/wenzheng/units.json' },
    publication: { CITY_NAME: '淮岭市', INTAKE_URL: address('intake') },
    'deadline-supervision': {
      LEDGER_URLS: JSON.stringify({ intake: operations('intake'), routing: operations('routing'), publication: operations('publication') }),
      OIDC_CLIENT_ID: clients['deadline-supervision'].id, OIDC_CLIENT_SECRET: clients['deadline-supervision'].secret, WEBHOOK_KEYS: JSON.stringify(secrets.webhookKeys),
    },
    console: {
      CITY_NAME: '淮岭市', CONSOLE_URL: address('console'), OIDC_CLIENT_ID: 'console', OIDC_CLIENT_SECRET: secrets.clients.console, SESSION_KEYS: JSON.stringify(secrets.sessionKeys),
      SERVICE_URLS: JSON.stringify(Object.fromEntries(fourOf(address))), OPERATIONS_URLS: JSON.stringify(Object.fromEntries(fourOf(operations))),
    },
  };
  const began = new Map();
  for (const service of services) {
    const environment = {
      SERVICE: service, NODE_ENV: 'development', HOST: '127.0.0.1', PORT: String(ports[service]), OPERATIONS_PORT: String(operationsPorts[service]), PUBLIC_URL: address('publication'), DATABASE_URL: databaseUrl(service),
      OIDC_ISSUER: issuer,
      ...(service === 'console' ? {} : { NATS_URL: nats, NATS_USER: service, NATS_PASSWORD: secrets.natsUsers[service] }), ...own[service],
    };
    const mounts = service === 'routing' ? ['--volume', `${units}:/etc/wenzheng/units.json:ro`] : [];
    began.set(service, Date.now());
    const { stdout } = await podman('run', '--detach', ...confined, ...mounts, ...environmentOf(environment), image);
    containers.set(service, stdout.trim());
    // One after the other, so that each one's time is its own.
    await until(`${service} is ready`, async () => (await fetch(`${operations(service)}/health/ready`)).status === 200);
    console.log(`${service}: ready ${((Date.now() - began.get(service)) / 1000).toFixed(1)} s after its container was asked for`);
  }

  const response = await fetch(`${address('intake')}/v1/channels/board/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/json' },
    body: JSON.stringify({ externalId: 'try-1', occurredAt: new Date().toISOString(), author: { externalId: 'a1' }, title: '路灯不亮', text: '小区门口的路灯不亮了。' }),
  });
  const { messageNumber } = await response.json();
  await until(`${messageNumber} is public`, async () => (await fetch(`${address('publication')}/v1/messages/${messageNumber}`)).status === 200);

  await tryConsole(address('console'), { issuer, person: Object.values(people).find(({ roles }) => roles.includes('information-office')), messageNumber });

  await sleep(20_000);
  for (const service of services) {
    const { stdout } = await podman('inspect', '--format', '{{.State.Pid}}', containers.get(service));
    const node = await nodeBelow(Number(stdout));
    const status = await readFile(`/proc/${node}/status`, 'utf8');
    const [uid, memory, capabilities] = [/^Uid:\s+(\d+)/m, /^VmRSS:\s+(\d+)/m, /^CapEff:\s+(\w+)/m].map((pattern) => pattern.exec(status)?.[1]);
    const written = spawnSync('podman', ['--runtime', 'runc', 'exec', containers.get(service), '/usr/bin/node', '-e', "require('fs').writeFileSync('/app/x', '')"], { encoding: 'utf8' });
    if (uid !== '10001' || Number.parseInt(capabilities, 16) !== 0) throw new Error(`${service} runs as ${uid} with capabilities ${capabilities}`);
    if (!written.stderr.includes('EROFS')) throw new Error(`${service} can write to its file system: ${written.stderr}`);
    console.log(`${service}: uid ${uid}, no capability, read-only file system, ${Math.round(Number(memory) / 1024)} MiB at rest`);
  }
  for (const service of services) {
    const id = containers.get(service);
    const began = Date.now();
    await podman('kill', '--signal', 'TERM', id);
    const { stdout } = await podman('wait', id);
    if (stdout.trim() !== '0') throw new Error(`${service} ended with ${stdout.trim()}`);
    console.log(`${service}: ended with 0, ${Date.now() - began} ms after SIGTERM`);
  }
} catch (error) {
  for (const [service, id] of containers) console.error(service, await podman('logs', '--tail', '5', id).then((out) => out.stdout + out.stderr, () => ''));
  throw error;
} finally {
  for (const id of containers.values()) await podman('rm', '--force', id).catch(() => undefined);
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
}

function fourOf(addressOf) {
  return services.filter((service) => service !== 'console').map((service) => [service, addressOf(service)]);
}

/** The sign-in page, the way through the provider, the application's files, and what the services answer through it. */
async function tryConsole(origin, { issuer, person, messageNumber }) {
  const cookies = new Map();
  const visit = async (url, init = {}) => {
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { accept: 'text/html', cookie: [...cookies.values()].join('; '), ...init.headers } });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      cookies.set(pair.split('=')[0], pair);
    }
    return response;
  };
  const follow = async (response, from) => {
    for (let steps = 0; response.status >= 300 && response.status < 400; steps += 1) {
      if (steps > 12) throw new Error(`the console leads in circles: ${from}`);
      from = new URL(response.headers.get('location'), from).href;
      response = await visit(from);
    }
    return { response, at: from };
  };
  const asked = await follow(await visit(`${origin}/queue`), `${origin}/queue`);
  if (!asked.at.startsWith(issuer)) throw new Error(`who is signed out is led to ${asked.at}`);
  const action = new URL(/action="([^"]+)"/.exec(await asked.response.text())[1].replaceAll('&amp;', '&'), asked.at).href;
  const form = new URLSearchParams({ username: person.username, password: person.password });
  const signedIn = await follow(await visit(action, { method: 'POST', body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } }), action);
  const page = await signedIn.response.text();
  if (signedIn.at !== `${origin}/queue` || signedIn.response.status !== 200) throw new Error(`a sign-in ends at ${signedIn.at} with ${signedIn.response.status}`);
  const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  if (!files.some((path) => path.endsWith('.js')) || !files.some((path) => path.endsWith('.css'))) throw new Error(`the page names ${files.join(', ') || 'no files'}`);
  for (const path of files) {
    const { status, headers } = await visit(origin + path);
    if (status !== 200 || !headers.get('cache-control')?.includes('immutable')) throw new Error(`${path}: ${status}, ${headers.get('cache-control')}`);
  }
  const found = await visit(`${origin}/api/routing/v1/messages?number=${messageNumber}`, { headers: { accept: 'application/json' } });
  const { items } = await found.json();
  if (found.status !== 200 || items?.length !== 1) throw new Error(`${messageNumber} through the console: ${found.status}`);
  console.log(`console: ${person.name} signed in, ${files.length} files of the application came, ${messageNumber} was found`);
}

async function job(step, environment) {
  const { stdout } = await podman('run', '--rm', ...confined, ...environmentOf(environment), image, step);
  console.log(stdout.trim());
}

function environmentOf(values) {
  return Object.entries(values).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

async function until(what, holds) {
  for (const end = Date.now() + 90_000; Date.now() < end; await sleep(200)) {
    if (await holds().catch(() => false)) return console.log(what);
  }
  throw new Error(`waited in vain: ${what}`);
}

/** tini is process 1 of the container, Node its child. */
async function nodeBelow(pid) {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean);
  return Number(children[0] ?? pid);
}
