import type { Readable } from 'node:stream';

/**
 * Where files lie: a folder, or an object store. A key is used for one file and never again, so that nothing is ever overwritten.
 * Guarantee: a file can be read under its key as a whole or not at all.
 */
export interface FileStore {
  /** Resolves once it is there to stay; what fails before that leaves nothing that can be read. */
  put(key: string, content: Readable): Promise<void>;
  /** Null: there is none. */
  get(key: string): Promise<Readable | null>;
  /** Of what is not there as well. */
  delete(key: string): Promise<void>;
}

export const FILE_STORE = Symbol('file store');
