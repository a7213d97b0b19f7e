import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from './file-store.js';

/** Files in a folder, which all replicas share. */
export class FolderStore implements FileStore {
  constructor(private readonly folder: string) {}

  async put(key: string, content: Readable): Promise<void> {
    const path = join(this.folder, key);
    const partial = `${path}.partial`;
    await mkdir(dirname(path), { recursive: true });
    try {
      const file = await open(partial, 'w', 0o600);
      // `flush`: on the disk before it has its name.
      await pipeline(content, file.createWriteStream({ flush: true }));
      await rename(partial, path);
      await synchronise(dirname(path));
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Readable | null> {
    try {
      return (await open(join(this.folder, key), 'r')).createReadStream();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    const path = join(this.folder, key);
    await Promise.all([rm(path, { force: true }), rm(`${path}.partial`, { force: true })]);
  }
}

/** The name itself is on the disk. */
async function synchronise(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
