import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DeployedService } from '@wenzheng/contracts';
import { repository } from './data-folder.js';

/** The built one, also where the sources run. */
const program = fileURLToPath(new URL('../../dist/platform/migrate-services.js', import.meta.url));

/**
 * Brings the schemas of services up to date, one after the other, each as its owner.
 * @returns for each service, in that order, what resolves when its schema is ready
 */
export function migrate(ownerUrls: ReadonlyMap<DeployedService, string>, env: Record<string, string>): Map<DeployedService, Promise<void>> {
  if (ownerUrls.size === 0) return new Map();
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    cwd: repository,
    env: { ...env, OWNER_URLS: JSON.stringify(Object.fromEntries(ownerUrls)) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (output += part));
  const waiting = new Map([...ownerUrls.keys()].map((service) => [service, Promise.withResolvers<void>()]));
  child.on('message', (service) => waiting.get(service as DeployedService)?.resolve());
  child.once('error', (error) => (output += error.message));
  child.once('close', (code) => {
    const lines = output.trim().split('\n').slice(-20).join('\n');
    for (const [service, { reject }] of waiting) reject(new Error(`The migrations of ${service} failed:\n${lines || `the program ended with ${code}`}`));
  });
  const ready = new Map([...waiting].map(([service, { promise }]) => [service, promise] as const));
  // Whoever waits for one is told of the first that fails; the others are nobody's news.
  for (const promise of ready.values()) promise.catch(() => undefined);
  return ready;
}
