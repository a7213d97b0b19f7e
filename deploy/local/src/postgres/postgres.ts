import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { Child, type Exit, type Log } from '../programs/child.js';
import { canReach, postgresBinaries, postgresOwner, type Owner } from './postgres-binaries.js';
import { freePort } from '../programs/ports.js';

export interface PostgresOptions {
  dataDir: string;
  port?: number;
  /** true: every commit is on disk before it is answered. false: for specs, fast and lost on a crash. */
  durable: boolean;
  logFile?: string;
  log?: Log;
}

export interface RunningPostgres {
  /** For the superuser, database `postgres`. */
  adminUrl: string;
  port: number;
  /** Where the data is: `dataDir`, unless the account that runs Postgres could not reach it. */
  dataDir: string;
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<Exit>;
  /** Fast shutdown; `SIGQUIT` is an immediate one (as good as a crash), `SIGKILL` a crash. */
  stop(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
}

const superuser = 'postgres';
const run = promisify(execFile);

const settings = (durable: boolean): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
  fsync: durable ? 'on' : 'off',
  synchronous_commit: durable ? 'on' : 'off',
  full_page_writes: durable ? 'on' : 'off',
});

/** A real PostgreSQL on 127.0.0.1, its data in `dataDir`, created on first use. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined);
  const owner = await postgresOwner();
  const binaries = await postgresBinaries(owner);
  const folder = await dataFolder(options, owner, log);
  const data = join(folder, 'data');
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

  const password = await superuserPassword(folder, owner);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    log('PostgreSQL: creating the database cluster');
    await rm(data, { recursive: true, force: true });
    const sync = options.durable ? [] : ['--no-sync'];
    await run(
      join(binaries, 'bin/initdb'),
      ['-D', data, '-U', superuser, '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256', `--pwfile=${join(folder, 'password')}`, ...sync],
      { cwd: '/', env, ...(owner ? { uid: owner.uid, gid: owner.gid } : {}) },
    ).catch((error: Error & { stderr?: string }) => {
      const reason = (error.stderr || error.message).trim();
      const hint = reason.includes('user does not exist') ? ' The user that runs npm must be in /etc/passwd.' : '';
      throw new Error(`PostgreSQL could not create its data in ${data}: ${reason}.${hint}`);
    });
  }
  await endPredecessor(data, log);

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const child = await Child.start({
      name: 'PostgreSQL',
      command: join(binaries, 'bin/postgres'),
      args: ['-D', data, '-p', String(port), ...Object.entries(settings(options.durable)).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
      env,
      owner: owner && { uid: owner.uid, gid: owner.gid },
      logFile: options.logFile ?? join(folder, 'postgres.log'),
      orphanSignal: 'INT',
    });
    const adminUrl = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
    try {
      // Recovery after a crash can take its time.
      await child.ready(() => answers(adminUrl), 120_000);
    } catch (error) {
      await child.stop('SIGINT');
      // Between asking for a free port and listening on it another program may have taken it.
      if (options.port === undefined && attempt < 3 && String(error).includes('Address already in use')) continue;
      throw error;
    }
    return {
      adminUrl,
      port,
      dataDir: folder,
      exited: child.exited,
      async stop(signal = 'SIGINT') {
        await child.stop(signal, 30_000);
        if (!options.durable && folder !== resolve(options.dataDir)) await rm(folder, { recursive: true, force: true });
      },
    };
  }
}

/** Removes the data, wherever `startPostgres` had to put it. Postgres must be stopped. */
export async function removePostgresData(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await rm(elsewhere(dataDir, true), { recursive: true, force: true });
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The wanted folder, or a reachable one when the account that must run Postgres is kept out of it. */
async function dataFolder(options: PostgresOptions, owner: Owner | undefined, log: Log): Promise<string> {
  const wanted = resolve(options.dataDir);
  if (!owner) {
    await mkdir(wanted, { recursive: true, mode: 0o700 });
    return wanted;
  }
  const other = elsewhere(wanted, options.durable);
  await openTemporaryParents(wanted);
  for (const folder of [wanted, other]) {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await chown(folder, owner.uid, owner.gid);
    await chmod(folder, 0o700);
    if (!canReach(folder, owner)) continue;
    if (folder === other) {
      log(`PostgreSQL refuses root and runs as "${owner.name}", who cannot reach ${wanted}; its data is in ${other}`);
    }
    return folder;
  }
  throw new Error(
    `PostgreSQL refuses root and runs as "${owner.name}", who can reach neither ${wanted} nor ${other}. ` +
      'Run npm as an ordinary user, or set DATABASE_URL to a PostgreSQL that already runs.',
  );
}

/** A folder of ours in the temporary directory is usually closed to everybody else; passing through is enough. */
async function openTemporaryParents(folder: string): Promise<void> {
  const temporary = resolve(tmpdir());
  for (let parent = dirname(folder); parent.startsWith(`${temporary}/`); parent = dirname(parent)) {
    const found = await stat(parent).catch(() => undefined);
    if (found && found.uid === process.getuid?.() && (found.mode & 0o001) === 0) await chmod(parent, (found.mode & 0o777) | 0o011);
  }
}

function elsewhere(dataDir: string, durable: boolean): string {
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12);
  return join(durable ? '/var/lib/wenzheng' : tmpdir(), `postgres-${name}`);
}

async function superuserPassword(folder: string, owner: Owner | undefined): Promise<string> {
  const file = join(folder, 'password');
  if (!existsSync(file)) {
    await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (owner) await chown(file, owner.uid, owner.gid);
  }
  return (await readFile(file, 'utf8')).trim();
}

/**
 * A postmaster.pid left by a crash may name a process id that something else has by now, which Postgres would take for
 * itself and refuse to start. It may go only when no process works in the data any more: backends outlive a killed
 * postmaster by a moment, and a launcher that was killed may have left a whole Postgres behind.
 */
async function endPredecessor(data: string, log: Log): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const postmaster = Number((await readFile(file, 'utf8')).split('\n')[0]);
  if (workingIn(data).includes(postmaster)) {
    const launcher = parentOf(postmaster);
    if (launcher > 1 && isNode(launcher)) {
      throw new Error(`PostgreSQL already runs on ${data}: process ${postmaster}, started by process ${launcher}.`);
    }
    log(`PostgreSQL: ending the one (process ${postmaster}) that an earlier run left behind`);
    process.kill(postmaster, 'SIGINT');
  }
  for (let waited = 0; workingIn(data).length > 0; waited += 100) {
    if (waited > 30_000) {
      throw new Error(`A PostgreSQL on ${data} does not end: processes ${workingIn(data).join(', ')}. Stop them and start again.`);
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  await rm(file, { force: true });
}

/** Postgres and its backends have the data folder as their working directory. */
function workingIn(data: string): number[] {
  const path = realpathSync(data);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === path;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function isNode(pid: number): boolean {
  try {
    return /\bnode\b|jest/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}
