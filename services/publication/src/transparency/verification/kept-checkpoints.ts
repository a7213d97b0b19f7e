import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const keyFile = 'log.key';

/** Checkpoints 签名头 that somebody keeps of a portal's log, in a folder of theirs; where it is a git work tree, each is committed. */
export class KeptCheckpoints {
  constructor(private readonly folder: string) {}

  /** Those of the smallest log first. */
  async notes(): Promise<string[]> {
    if (!existsSync(this.folder)) return [];
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.checkpoint')).sort();
    return Promise.all(names.map((name) => readFile(path.join(this.folder, name), 'utf8')));
  }

  /** The log's public key as it was when the first checkpoint was kept. */
  async key(): Promise<string | null> {
    const file = path.join(this.folder, keyFile);
    return existsSync(file) ? (await readFile(file, 'utf8')).trim() : null;
  }

  /** @returns false where it was kept before */
  async keep(note: string, size: number): Promise<boolean> {
    return this.write(`${String(size).padStart(12, '0')}.checkpoint`, note, `Checkpoint of ${size} entries`);
  }

  async keepKey(key: string): Promise<void> {
    await this.write(keyFile, `${key}\n`, 'Public key of the log');
  }

  /** Hands out what was committed, to wherever the work tree's branch goes. */
  push(): void {
    execFileSync('git', ['-C', this.folder, 'push', '--quiet'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }

  private async write(name: string, content: string, subject: string): Promise<boolean> {
    await mkdir(this.folder, { recursive: true });
    if (existsSync(path.join(this.folder, name))) return false;
    await writeFile(path.join(this.folder, name), content);
    if (!this.isWorkTree()) return true;
    execFileSync('git', ['-C', this.folder, 'add', name]);
    execFileSync('git', ['-C', this.folder, 'commit', '--quiet', '-m', subject, '--', name]);
    return true;
  }

  private isWorkTree(): boolean {
    try {
      return execFileSync('git', ['-C', this.folder, 'rev-parse', '--is-inside-work-tree'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString().trim() === 'true';
    } catch {
      return false;
    }
  }
}
