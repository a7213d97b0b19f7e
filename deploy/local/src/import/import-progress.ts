import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson, writeJson } from '../platform/json-file.js';

export interface ImportCounts {
  read: number;
  created: number;
  repeated: number;
  refused: number;
  replies: number;
}

export interface ImportState {
  /** Lines that need not be sent again. */
  lines: number;
  counts: ImportCounts;
  /** The first refusals, for the summary. */
  reasons: string[];
}

const fresh = (): ImportState => ({
  lines: 0,
  counts: { read: 0, created: 0, repeated: 0, refused: 0, replies: 0 },
  reasons: [],
});

/**
 * How far an import has come, so that a second run goes on from there. Losing it costs time alone: what was sent is
 * recognised and counted as repeated.
 */
export class ImportProgress {
  private constructor(
    private readonly path: string,
    readonly state: ImportState,
  ) {}

  static async open(folder: string, file: string, channel: string, unit: string | undefined): Promise<ImportProgress> {
    const key = createHash('sha256').update(JSON.stringify([await digestOf(file), channel, unit ?? null])).digest('hex');
    const path = join(folder, `${key.slice(0, 32)}.json`);
    const stored = await readJson(path).catch(() => undefined);
    return new ImportProgress(path, (stored as ImportState | undefined) ?? fresh());
  }

  save(): Promise<void> {
    return writeJson(this.path, this.state);
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
