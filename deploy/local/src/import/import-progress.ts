import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeFirstLine, type ImportState } from '@wenzheng/imports';
import { readJson, writeJson } from '../platform/json-file.js';

/** How far an import has come, kept in a file, so that a second run goes on from there. */
export class ImportProgress {
  private constructor(
    private readonly path: string,
    private reached: ImportState,
  ) {}

  get state(): ImportState {
    return this.reached;
  }

  static async open(folder: string, file: string, channel: string, unit: string | undefined): Promise<ImportProgress> {
    const key = createHash('sha256').update(JSON.stringify([await digestOf(file), channel, unit ?? null])).digest('hex');
    const path = join(folder, `${key.slice(0, 32)}.json`);
    const stored = await readJson(path).catch(() => undefined);
    return new ImportProgress(path, { ...beforeFirstLine, ...(stored as Partial<ImportState> | undefined) });
  }

  save(state: ImportState): Promise<void> {
    this.reached = state;
    return writeJson(this.path, state);
  }

  /** At the end, so that a repeated import goes through the whole file again. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}
