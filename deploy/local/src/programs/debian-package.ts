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
  await mkdir(join(scratch, 'lists/partial'), { recursive: true });
  await mkdir(join(scratch, 'cache/archives/partial'), { recursive: true });
  await writeFile(join(scratch, 'sources.list'), `deb ${await debianMirror()} ${release} main\n`);
  await writeFile(join(scratch, 'status'), '');
  const options = [
    `Dir::Etc::sourcelist=${join(scratch, 'sources.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State::lists=${join(scratch, 'lists')}`,
    `Dir::State::status=${join(scratch, 'status')}`,
    `Dir::Cache=${join(scratch, 'cache')}`,
    'APT::Sandbox::User=root',
    'APT::Get::AllowUnauthenticated=false',
    'APT::Update::Error-Mode=any',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
  ].flatMap((option) => ['-o', option]);
  await run('apt-get', [...options, '--quiet', 'update'], { cwd: scratch, timeout: 180_000 });
  await run('apt-get', [...options, '--quiet', 'download', name], { cwd: scratch, timeout: 180_000 });
  const archive = (await readdir(scratch)).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'));
  if (!archive) throw new Error('apt downloaded no package');
  await run('dpkg-deb', ['-x', archive, 'files'], { cwd: scratch });
  return join(scratch, 'files');
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
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const candidate of [...folders.map((folder) => join(folder, wanted.program)), kept]) {
    if (await isProgram(candidate)) return candidate;
  }
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

async function isProgram(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.isFile() && (found.mode & 0o111) !== 0;
}
