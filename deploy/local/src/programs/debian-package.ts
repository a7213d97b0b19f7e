import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where programs that were fetched once are kept. */
export function programCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wenzheng');
}

/**
 * The files of a package of Debian's, in a folder below `scratch`. Through an apt directory of our own: nothing is
 * installed and the system's lists stay as they are. The mirror is the system's, and apt checks the signatures of the
 * archive against the system's keys as always.
 */
export async function unpackDebianPackage(name: string, release: string, scratch: string): Promise<string> {
  await writeFile(join(scratch, 'status'), '');
  const apt = await aptFor(release, scratch, join(scratch, 'status'));
  await apt('download', name);
  const archive = (await readdir(scratch)).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  if (!archive) throw new Error('apt downloaded no package');
  return unpack(scratch, [archive]);
}

/** The files of packages and of all that they need and this system has not, in the same way. The release is the system's own, for its libraries are used too. */
export async function unpackWithDependencies(names: readonly string[], scratch: string): Promise<string> {
  const apt = await aptFor(await systemRelease(), scratch, '/var/lib/dpkg/status');
  await apt('--yes', '--no-install-recommends', '--download-only', '-o', 'Debug::NoLocking=true', 'install', ...names);
  const folder = join(scratch, 'cache/archives');
  const archives = (await readdir(folder)).filter((file) => file.endsWith('.deb')).map((file) => join(folder, file));
  if (archives.length === 0) throw new Error('apt downloaded no package');
  return unpack(scratch, archives);
}

type Apt = (...argv: string[]) => Promise<unknown>;

/** apt-get with an apt directory of our own, its lists fetched. */
async function aptFor(release: string, scratch: string, status: string): Promise<Apt> {
  await mkdir(join(scratch, 'lists/partial'), { recursive: true });
  await mkdir(join(scratch, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(scratch, 'sources.list'), `deb ${await debianMirror()} ${release} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(scratch, 'sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State::lists=${join(scratch, 'lists')}`,
    `Dir::State::status=${status}`,
    `Dir::Cache=${join(scratch, 'cache')}`,
    'APT::Sandbox::User=root',
    'APT::Get::AllowUnauthenticated=false',
    'APT::Update::Error-Mode=any',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
  ].flatMap((option) => ['-o', option]);
  const apt: Apt = (...argv) => run('apt-get', [...options, '--quiet', ...argv], { cwd: scratch, timeout: 600_000 });
  await apt('update');
  return apt;
}

async function unpack(scratch: string, archives: readonly string[]): Promise<string> {
  for (const archive of archives) await run('dpkg-deb', ['-x', archive, 'files'], { cwd: scratch });
  return join(scratch, 'files');
}

async function systemRelease(): Promise<string> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1];
  if (codename === undefined || !/^ID=debian$/m.test(system)) throw new Error('this system is not a release of Debian');
  return codename;
}

/** Where this system gets Debian itself from. A fresh container has sources but no lists yet, hence `--no-release-info`. */
async function debianMirror(): Promise<string> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1] ?? '';
  const releases = ['stable', 'oldstable', 'testing', 'unstable', 'sid', codename];
  const format = '$(REPO_URI) $(COMPONENT) $(RELEASE)';
  const targets = await run('apt-get', ['indextargets', '--no-release-info', '--format', format, 'Created-By: Packages']);
  const mirror = targets.stdout
    .split('\n')
    .map((line) => line.split(' '))
    // Another archive may have a `main` of its own, but hardly for a release called by Debian's name.
    .filter(([, component, release = '']) => component === 'main' && releases.includes(release))
    .sort((a, b) => Number(b[2] === codename) - Number(a[2] === codename))[0]?.[0];
  if (!mirror) throw new Error('apt has no Debian mirror among its sources');
  return mirror;
}

export interface DebianProgram {
  /** As it is called, and as it lies on PATH. */
  program: string;
  package: string;
  release: string;
  /** Where it lies in the package. */
  path: string;
}

/** A program on PATH, in our cache, or out of Debian's package of it. */
export async function findProgram(wanted: DebianProgram): Promise<string> {
  const kept = join(programCache(), `${wanted.program}-${wanted.release}`);
  const found = (await onPath(wanted.program)) ?? ((await isProgram(kept)) ? kept : undefined);
  if (found) return found;
  const scratch = await mkdtemp(join(tmpdir(), `wenzheng-${wanted.program}-`));
  try {
    const files = await unpackDebianPackage(wanted.package, wanted.release, scratch);
    await mkdir(programCache(), { recursive: true });
    const unfinished = `${kept}.${process.pid}.tmp`;
    await copyFile(join(files, wanted.path), unfinished);
    await chmod(unfinished, 0o755);
    await rename(unfinished, kept);
    return kept;
  } catch (error) {
    throw new Error(`${wanted.program} is not on PATH, and Debian's package ${wanted.package} cannot be had: ${(error as Error).message}`, { cause: error });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

export async function onPath(program: string): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const candidate of folders.map((folder) => join(folder, program))) if (await isProgram(candidate)) return candidate;
  return undefined;
}

export async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.isFile() && (found.mode & 0o111) !== 0;
}
