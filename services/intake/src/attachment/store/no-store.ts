import { platformProblem } from '@wenzheng/platform';
import type { FileStore } from './file-store.js';

/** Where none is configured: what was kept before waits until there is one again. */
export class NoStore implements FileStore {
  put(): Promise<void> {
    return Promise.reject(platformProblem('unavailable'));
  }

  get(): Promise<null> {
    return Promise.reject(platformProblem('unavailable'));
  }

  delete(): Promise<void> {
    return Promise.reject(platformProblem('unavailable'));
  }
}
