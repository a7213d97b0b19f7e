import { join } from 'node:path';
import { onPath } from './debian-package.js';
import { findUnpacked } from './unpacked.js';

/** The scanner for malware of ClamAV, without its database, and the environment that it needs beside its caller's. */
export interface Clamd {
  path: string;
  environment: Record<string, string>;
}

/** clamd on PATH, in our cache, or out of Debian's packages. */
export async function findClamd(): Promise<Clamd> {
  const installed = await onPath('clamd');
  if (installed) return { path: installed, environment: {} };
  const path = 'usr/sbin/clamd';
  const { folder, libraries } = await findUnpacked({ name: 'clamd', packages: ['clamav-daemon'], path });
  return { path: join(folder, path), environment: { LD_LIBRARY_PATH: libraries } };
}
