import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removePostgresData } from '../postgres/postgres.js';

/** The checkout that this package belongs to. */
export const repository = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '');

/** Everything the platform keeps on this machine, and a lock so that two launchers never share it. */
export class DataFolder {
  readonly path: string;

  constructor(path = process.env.WENZHENG_DATA_DIR || join(repository, '.wenzheng')) {
    this.path = resolve(path);
  }

  get secrets(): string {
    return join(this.path, 'secrets.json');
  }
  get endpoints(): string {
    return join(this.path, 'endpoints.json');
  }
  get clock(): string {
    return join(this.path, 'clock.json');
  }
  /** Whether the sample city's past has been played to its end. */
  get story(): string {
    return join(this.path, 'story.json');
  }
  get postgres(): string {
    return join(this.path, 'postgres');
  }
  get nats(): string {
    return join(this.path, 'nats');
  }
  get imports(): string {
    return join(this.path, 'imports');
  }
  get attachments(): string {
    return join(this.path, 'attachments');
  }
  logOf(program: string): string {
    return join(this.path, 'logs', `${program}.log`);
  }
  private get lockFile(): string {
    return join(this.path, 'lock');
  }

  /** @throws Error naming the process that has the folder already */
  async lock(): Promise<void> {
    // Root's Postgres runs as another user, who must be able to pass through to its own part; the rest is 0600.
    await mkdir(this.path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    for (let attempt = 1; ; attempt++) {
      try {
        await writeFile(this.lockFile, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }), { flag: 'wx' });
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      }
      const holder = await this.holder();
      if (holder !== undefined) {
        throw new Error(
          `Wenzheng already runs on ${this.path} (process ${holder}). ` +
            'Stop it with Ctrl-C, or give this one a folder and ports of its own: ' +
            'WENZHENG_DATA_DIR=/path/to/another WENZHENG_PORT_BASE=8310 npm start',
        );
      }
      await rm(this.lockFile, { force: true });
    }
  }

  async unlock(): Promise<void> {
    await rm(this.lockFile, { force: true });
  }

  /** The living process that has the lock; a process id that was given to something else since does not count. */
  private async holder(): Promise<number | undefined> {
    try {
      const { pid, born } = JSON.parse(await readFile(this.lockFile, 'utf8')) as { pid: number; born: string };
      const now = bornAt(pid);
      return now !== '' && now === born ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** Removes what the platform keeps here, and nothing that it did not put here. The lock must be held. */
  async reset(): Promise<void> {
    await removePostgresData(this.postgres);
    const own = [this.nats, this.imports, this.attachments, join(this.path, 'logs'), this.secrets, this.endpoints, this.clock, this.story];
    for (const path of own) await rm(path, { recursive: true, force: true });
  }

  get isNew(): boolean {
    return !existsSync(this.secrets);
  }
}

/** When a process began, as the kernel counts; '' when it is no more. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
