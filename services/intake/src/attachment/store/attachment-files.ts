import { randomUUIDv7 } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import { FILE_STORE, type FileStore } from './file-store.js';

const sweepMs = 10 * 60_000;
/** Longer than any upload or examination takes. */
const graceMs = 60 * 60_000;

/**
 * Files of attachments. Each is known in the database before its first byte is written. Guarantee: whatever process dies when, no
 * file stays for ever that no attachment names, and none is deleted that one does.
 */
@Injectable()
export class AttachmentFiles implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sweeping = new Loop({
    everyMs: sweepMs,
    round: async () => void (await this.sweep(new Date(Date.now() - graceMs))),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'files of no attachment not swept; it will be tried again'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start(sweepMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeping.stop();
  }

  /** Returns the key under which it lies. Whatever fails, nothing of it is left. */
  async put(content: Readable): Promise<string> {
    const id = randomUUIDv7();
    const key = `${id.slice(-2)}/${id}`;
    await this.dataSource.query('INSERT INTO attachment_file (key, since) VALUES ($1, $2)', [key, new Date()]);
    try {
      await this.store.put(key, content);
      return key;
    } catch (error) {
      await this.drop(key);
      throw error;
    }
  }

  get(key: string): Promise<Readable | null> {
    return this.store.get(key);
  }

  /** At once if it can be; what cannot be deleted now is swept. */
  async drop(key: string): Promise<void> {
    try {
      await this.store.delete(key);
      await this.dataSource.query('DELETE FROM attachment_file WHERE key = $1', [key]);
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'a file was not deleted; it will be swept');
    }
  }

  /** Deletes what was begun before this and no attachment names. Returns how many. */
  async sweep(before: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const orphans = await manager.query<{ key: string }[]>(
        `SELECT key FROM attachment_file AS file WHERE since < $1 AND NOT EXISTS (SELECT FROM attachment WHERE file_key = file.key)
         ORDER BY since LIMIT 100 FOR UPDATE SKIP LOCKED`,
        [before],
      );
      for (const { key } of orphans) await this.store.delete(key);
      await manager.query('DELETE FROM attachment_file WHERE key = ANY ($1::text[])', [orphans.map(({ key }) => key)]);
      return orphans.length;
    });
  }
}
