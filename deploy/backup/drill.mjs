// The restore drill: a real platform with traffic on it is backed up as production is (a base backup and archived WAL),
// loses its database and its streams, and comes back. It proves that nothing is missing up to the backup point, and says how long it
// took.
//   node deploy/backup/drill.mjs [--messages 3000]      (the repository built; Linux, some 500 MB below the temporary folder)
import { execFile } from 'node:child_process';
import { appendFile, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPlatform, startPostgres } from '@wenzheng/local';
import pg from 'pg';

const run = promisify(execFile);
const services = ['intake', 'routing', 'publication', 'deadline-supervision'];
/** With the console, whose schema is sessions. */
const deployed = [...services, 'console'];
const count = Number(process.argv[process.argv.indexOf('--messages') + 1]) || 3000;
const late = 100;
const root = await mkdtemp(join(tmpdir(), 'wenzheng-drill-'));
await chmod(root, 0o755);
const dataDir = join(root, 'city');
const archive = join(root, 'archive');
const options = { dataDir, portBase: 0, controllableClock: false };
const say = (line) => console.log(line);
const since = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;

let platform;
let traffic;
try {
  platform = await startPlatform(options);
  const data = await query(`SHOW data_directory`).then(([row]) => row.data_directory);
  const owner = await stat(data);
  await mkdir(archive);
  await chown(archive, owner.uid, owner.gid);
  // What the manifests set.
  await query(`ALTER SYSTEM SET archive_mode = on`);
  await query(`ALTER SYSTEM SET archive_command = 'test ! -f ${archive}/%f && cp %p ${archive}/%f.part && mv ${archive}/%f.part ${archive}/%f'`);
  await platform.stopPostgres();
  await platform.startPostgres();
  await ready();

  // Before, during and after the base backup.
  const receipts = new Map();
  await register(0, Math.floor(count / 3), receipts);
  await answer(40);
  traffic = register(Math.floor(count / 3), Math.floor((2 * count) / 3), receipts);
  const backupBegan = Date.now();
  const base = await baseBackup(data, owner);
  say(`base backup: ${Math.round(base.bytes / 1_048_576)} MiB in ${since(backupBegan)}, while messages came in`);
  await traffic;
  await register(Math.floor((2 * count) / 3), count, receipts);
  await settled();
  say(`accepted: ${receipts.size} messages; all four services agree on them`);

  // The backup point. Services pause for a moment, so that every table can be compared with itself.
  for (const service of deployed) await platform.kill(service, 'SIGTERM');
  await openSession();
  const before = await fingerprints();
  await query(`SELECT pg_create_restore_point('drill')`);
  await archived();
  say(`backup point: ${before.size} tables with ${[...before.values()].reduce((sum, { rows }) => sum + rows, 0)} rows; ${(await readdir(archive)).length} WAL segments archived`);
  for (const service of deployed) await platform.start(service);
  const lateReceipts = new Map();
  await register(count, count + late, lateReceipts);

  // The disaster: the database is killed and its disk lost, the streams too.
  await platform.stopPostgres('SIGKILL');
  await platform.stop();
  await rm(data, { recursive: true });
  await rm(join(dataDir, 'nats', 'jetstream'), { recursive: true, force: true });
  say('disaster: database and streams are gone');

  const restoreBegan = Date.now();
  await mkdir(data, { mode: 0o700 });
  await run('tar', ['-xf', base.file, '-C', data]);
  await writeFile(join(data, 'backup_label'), base.label);
  if (base.tablespaces) await writeFile(join(data, 'tablespace_map'), base.tablespaces);
  await mkdir(join(data, 'pg_wal'), { recursive: true, mode: 0o700 });
  await writeFile(join(data, 'recovery.signal'), '');
  await appendFile(join(data, 'postgresql.auto.conf'), `restore_command = 'cp ${archive}/%f %p'\nrecovery_target_name = 'drill'\nrecovery_target_action = 'promote'\n`);
  await run('chown', ['-R', `${owner.uid}:${owner.gid}`, data]);
  const postgres = await startPostgres({ dataDir: join(dataDir, 'postgres'), durable: true });
  await until('the database has recovered', async () => (await query('SELECT pg_is_in_recovery() AS recovering', [], admin(postgres.adminUrl)))[0].recovering === false);
  say(`restored: base backup and WAL, in ${since(restoreBegan)}`);
  const after = await fingerprints(admin(postgres.adminUrl));
  const different = [...before].filter(([table, { rows, digest }]) => after.get(table)?.rows !== rows || after.get(table)?.digest !== digest).map(([table]) => table);
  const shanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });
  const sql = await readFile(new URL('after-restore.sql', import.meta.url), 'utf8');
  await query(sql.replaceAll(":'since'", `'${shanghai.format(backupBegan)}'`), [], admin(postgres.adminUrl));
  const [{ sessions }] = await query('SELECT count(*)::int AS sessions FROM console.session', [], admin(postgres.adminUrl));
  await postgres.stop();
  if (different.length > 0 || after.size !== before.size) throw new Error(`tables that differ from the backup point: ${different.join(', ')}`);
  if (sessions > 0) throw new Error(`${sessions} sessions of the console are open again`);
  say(`compared: all ${after.size} tables are what they were at the backup point, row by row`);

  platform = await startPlatform(options);
  await ready();
  const republished = [];
  for (const service of services) republished.push((await call('POST', `${platform.endpoints.operations[service]}/v1/outbox/republications`, 'administrator', {})).body.count);
  say(`streams: made anew, ${republished.reduce((sum, one) => sum + one, 0)} events published again from the outboxes`);
  await settled();
  say(`running again, all four services agree: ${since(restoreBegan)} after the restore began`);

  const missing = await notThere(receipts);
  if (missing.length > 0) throw new Error(`messages accepted before the backup point and missing: ${missing.length}`);
  const lost = await notThere(lateReceipts);
  const again = new Map();
  await register(count, count + late, again);
  const reused = [...again.values()].filter((number) => [...lateReceipts.values()].includes(number)).length;
  if (reused > 0) throw new Error(`${reused} message numbers were given a second time`);
  say(`loss: 0 of ${receipts.size} messages from before the backup point; ${lost.length} of ${late} from after it, which their integrations sent again and which got new numbers`);
  await settled();
} finally {
  await Promise.allSettled([traffic]);
  await platform?.stop().catch(() => undefined);
  await rm(root, { recursive: true, force: true });
}

/** PostgreSQL's own low-level backup: its files as they change, made consistent by the WAL of that time. */
async function baseBackup(data, owner) {
  const client = new pg.Client({ connectionString: platform.endpoints.postgres });
  await client.connect();
  const file = join(root, 'base.tar');
  await client.query(`SELECT pg_backup_start('drill', fast => true)`);
  await run('tar', ['-C', data, '--exclude=./pg_wal/*', '--exclude=./postmaster.*', '--exclude=./pg_replslot/*', '--exclude=./pg_stat_tmp/*', '-cf', file, '.'])
    .catch((error) => {
      // 1: a file changed while it was read, which is what the WAL is for.
      if (error.code !== 1) throw error;
    });
  const { rows: [{ labelfile, spcmapfile }] } = await client.query('SELECT labelfile, spcmapfile FROM pg_backup_stop()');
  await client.end();
  await chown(file, owner.uid, owner.gid);
  return { file, label: labelfile, tablespaces: spcmapfile, bytes: (await stat(file)).size };
}

/** Until the WAL that holds the present is in the archive. */
async function archived() {
  const [{ file }] = await query('SELECT pg_walfile_name(pg_switch_wal()) AS file');
  await until(`${file} is archived`, async () => (await readdir(archive)).includes(file));
}

/** Rows and a digest of every table of every service, partitions by their own. */
async function fingerprints(url = platform.endpoints.postgres) {
  const tables = await query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname = ANY ($1) ORDER BY 1`, [deployed.map((service) => service.replaceAll('-', '_'))], url);
  const result = new Map();
  for (const { name } of tables) {
    const [{ rows, digest }] = await query(`SELECT count(*)::int AS rows, md5(string_agg(row, '' ORDER BY row)) AS digest FROM (SELECT md5(t::text) AS row FROM ${name} t) AS hashed`, [], url);
    result.set(name, { rows, digest });
  }
  return result;
}

/** Of somebody who is signed in to the console at the backup point. */
async function openSession() {
  await query(
    `INSERT INTO console.session (id_hash, subject, person, tokens_algorithm, tokens_key_id, tokens_nonce, tokens_ciphertext, token_expires_at, seen_at, ends_at)
     VALUES ('\\x01', 'drill', '{}', 'A256GCM', 'k1', '\\x01', '\\x01', now() + interval '1 hour', now(), now() + interval '1 hour')`);
}

async function register(from, to, receipts) {
  const { services: { intake }, channelKeys } = platform.endpoints;
  await inParallel(range(from, to), async (index) => {
    const response = await fetch(`${intake}/v1/channels/board/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        externalId: `drill-${index}`, occurredAt: new Date().toISOString(), author: { externalId: `author-${index % 500}`, contact: { phone: '13800000000' } },
        title: `第${index}号来信`, text: `小区停水已经${index}小时，请问何时恢复供水？`, visibility: index % 10 === 0 ? 'private' : 'public',
      }),
    });
    if (response.status !== 201) throw new Error(`intake answered ${response.status}: ${await response.text()}`);
    receipts.set(`drill-${index}`, (await response.json()).messageNumber);
  });
}

/** Units answer some, so that the backup holds endings, replies and closed clocks as well. */
async function answer(wanted) {
  const { routing } = platform.endpoints.services;
  const assigned = await until('messages are assigned', async () => {
    const { body } = await call('GET', `${routing}/v1/messages?state=assigned&limit=${wanted}`, 'information-office');
    return body.items?.length >= wanted ? body.items : undefined;
  });
  await inParallel(assigned, async ({ id, messageId, unit }) => {
    const { status, body } = await call('POST', `${routing}/v1/messages/${messageId ?? id}/replies`, `principal:${unit?.code ?? unit}`, { text: '您好，供水已于今日上午恢复，感谢您的监督。' });
    if (status !== 201) throw new Error(`routing answered ${status}: ${JSON.stringify(body)}`);
  });
}

async function notThere(receipts) {
  const { services: { intake }, channelKeys } = platform.endpoints;
  const missing = [];
  await inParallel([...receipts], async ([externalId, number]) => {
    const response = await fetch(`${intake}/v1/channels/board/messages/${externalId}`, { headers: { authorization: `Bearer ${channelKeys.board}` } });
    if (response.status !== 200 || (await response.json()).messageNumber !== number) missing.push(externalId);
  });
  return missing;
}

async function settled() {
  const [{ now }] = await query('SELECT now()');
  await until('conservation is proven', async () => {
    const { body } = await call('GET', `${platform.endpoints.services['deadline-supervision']}/v1/conservation`, 'administrator');
    return body.balanced && body.settled && body.differences.length === 0 && services.every((service) => new Date(body.countedAt[service]) > now);
  });
}

function ready() {
  return until('every service takes traffic', async () => {
    const answers = await Promise.all(deployed.map((service) => fetch(`${platform.endpoints.operations[service]}/health/ready`)));
    return answers.every(({ status }) => status === 200);
  });
}

async function call(method, url, client, body) {
  const { id, secret } = platform.endpoints.clients[client];
  const token = await (await fetch(platform.endpoints.tokenEndpoint, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }), headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  })).json();
  const response = await fetch(url, {
    method, headers: { authorization: `Bearer ${token.access_token}`, ...(body ? { 'content-type': 'application/json' } : {}) }, ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

/** The platform's database, by the superuser's address of the server. */
function admin(url) {
  const address = new URL(url);
  address.pathname = '/wenzheng';
  return address.href;
}

async function query(sql, values = [], url = platform.endpoints.postgres) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function inParallel(items, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: 32 }, async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  }));
}

function range(from, to) {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

async function until(what, holds) {
  for (const end = Date.now() + 240_000; Date.now() < end; await sleep(250)) {
    const found = await holds();
    if (found) return found;
  }
  throw new Error(`waited in vain: ${what}`);
}
