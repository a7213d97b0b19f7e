import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../programs/child.js';
import { programCache, unpackDebianPackage } from '../programs/debian-package.js';
import { compareVersions, isNewEnough, minimumNatsVersion, natsVersionIn } from './nats-version.js';

const run = promisify(execFile);

/** The release of the project itself, for systems without Debian's packages. */
const release = '2.12.1';
const releaseAddress = `https://github.com/nats-io/nats-server/releases/download/v${release}`;

interface NatsBinary {
  path: string;
  version: string;
}

/** The path of a nats-server 2.12 or newer: on PATH, in our cache, from Debian's archive, from the project's release. */
export async function findNatsServer(options: { log?: Log } = {}): Promise<string> {
  const log = options.log ?? (() => undefined);
  const found = (await onPath(log)) ?? (await newestIn(programCache()));
  if (found) return found.path;
  const refusals: string[] = [];
  for (const [what, fetch] of [
    ["Debian's package nats-server", fromDebian],
    [`the official release ${release}`, fromRelease],
  ] as const) {
    const scratch = await mkdtemp(join(tmpdir(), 'wenzheng-nats-'));
    try {
      log(`nats-server: none of version ${minimumNatsVersion} or newer here; fetching ${what}`);
      return await keep(await fetch(scratch));
    } catch (error) {
      refusals.push(`- ${what}: ${firstLine(error)}`);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
  throw new Error(
    `Wenzheng needs nats-server ${minimumNatsVersion} or newer, and none was found:\n${refusals.join('\n')}\n` +
      'Install one so that `nats-server` is on PATH (Debian 14 "forky" and newer: apt install nats-server; others: ' +
      'https://docs.nats.io/running-a-nats-service/introduction/installation), or set NATS_URL to a server that already runs.',
  );
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    return natsVersionIn((await run(path, ['--version'])).stdout);
  } catch {
    return undefined;
  }
}

async function onPath(log: Log): Promise<NatsBinary | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, 'nats-server');
    const version = await versionOf(path);
    if (version && isNewEnough(version)) return { path, version };
    if (version) log(`nats-server: ${path} is ${version}, older than ${minimumNatsVersion}; looking further`);
  }
  return undefined;
}

async function newestIn(folder: string): Promise<NatsBinary | undefined> {
  const names = await readdir(folder).catch(() => []);
  const candidates: NatsBinary[] = [];
  for (const name of names.filter((entry) => /^nats-server-\d+\.\d+\.\d+$/.test(entry))) {
    const path = join(folder, name);
    const version = await versionOf(path);
    if (version && isNewEnough(version)) candidates.push({ path, version });
  }
  return candidates.sort((a, b) => compareVersions(b.version, a.version))[0];
}

async function keep(path: string): Promise<string> {
  await chmod(path, 0o755);
  const version = await versionOf(path);
  if (!version || !isNewEnough(version)) throw new Error(`is version ${version ?? 'unknown'}, or does not run here`);
  const folder = programCache();
  await mkdir(folder, { recursive: true });
  const target = join(folder, `nats-server-${version}`);
  const scratch = `${target}.${process.pid}.tmp`;
  await copyFile(path, scratch);
  await chmod(scratch, 0o755);
  await rename(scratch, target);
  return target;
}

async function fromDebian(scratch: string): Promise<string> {
  return join(await unpackDebianPackage('nats-server', 'forky', scratch), 'usr/sbin/nats-server');
}

async function fromRelease(scratch: string): Promise<string> {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const name = `nats-server-v${release}-${process.platform}-${architecture}`;
  const sums = (await download(`${releaseAddress}/SHA256SUMS`)).toString('utf8');
  const expected = sums
    .split('\n')
    .map((line) => line.trim().split(/\s+\*?/))
    .find(([, file]) => file === `${name}.tar.gz`)?.[0];
  if (!expected) throw new Error(`there is no build for ${process.platform} on ${architecture}`);
  const archive = await download(`${releaseAddress}/${name}.tar.gz`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`the archive's sha256 is ${actual}, expected ${expected}`);
  await writeFile(join(scratch, 'release.tar.gz'), archive);
  await run('tar', ['-xzf', 'release.tar.gz'], { cwd: scratch });
  return join(scratch, name, 'nats-server');
}

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(180_000) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

function firstLine(error: unknown): string {
  const { stderr, message, code } = error as { stderr?: string; message?: string; code?: string };
  if (code === 'ENOENT') return 'not available on this system (no apt-get)';
  const line = (stderr || message || String(error)).split('\n').find((text) => text.trim() !== '');
  return line?.trim() ?? 'failed';
}
