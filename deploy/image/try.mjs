// Tries an image on this machine: a real PostgreSQL, NATS and OpenID provider started by the launcher, and everything else
// by containers of the image, as a cluster would: the jobs, then the four services, without root and on a read-only file
// system. One message goes through all of them; then each is told to end.
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
const services = ['intake', 'routing', 'publication', 'deadline-supervision'];
const units = fileURLToPath(new URL('../local/city/units.json', import.meta.url));

const dataDir = await mkdtemp(join(tmpdir(), 'wenzheng-image-'));
const containers = new Map();
let platform;
try {
  platform = await startPlatform({ dataDir, portBase: 0, controllableClock: false, services: Object.fromEntries(services.map((service) => [service, 0])) });
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'));
  const { postgres, nats, issuer, channelKeys, clients } = platform.endpoints;
  const ports = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await freePort()])));
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
  };
  for (const service of services) {
    const environment = {
      SERVICE: service, NODE_ENV: 'development', HOST: '127.0.0.1', PORT: String(ports[service]), OPERATIONS_PORT: String(operationsPorts[service]), PUBLIC_URL: address('publication'), DATABASE_URL: databaseUrl(service),
      NATS_URL: nats, NATS_USER: service, NATS_PASSWORD: secrets.natsUsers[service], OIDC_ISSUER: issuer, ...own[service],
    };
    const mounts = service === 'routing' ? ['--volume', `${units}:/etc/wenzheng/units.json:ro`] : [];
    const { stdout } = await podman('run', '--detach', ...confined, ...mounts, ...environmentOf(environment), image);
    containers.set(service, stdout.trim());
  }
  for (const service of services) await until(`${service} is ready`, async () => (await fetch(`${operations(service)}/health/ready`)).status === 200);

  const response = await fetch(`${address('intake')}/v1/channels/board/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/json' },
    body: JSON.stringify({ externalId: 'try-1', occurredAt: new Date().toISOString(), author: { externalId: 'a1' }, title: '路灯不亮', text: '小区门口的路灯不亮了。' }),
  });
  const { messageNumber } = await response.json();
  await until(`${messageNumber} is public`, async () => (await fetch(`${address('publication')}/v1/messages/${messageNumber}`)).status === 200);

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
