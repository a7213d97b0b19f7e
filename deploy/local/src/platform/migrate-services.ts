// A program of its own, that the launcher starts: runs the migrate program of each service that OWNER_URLS names, in that order, and
// says which is done. In one process, which loads what they have in common once.
import { programOf } from './service-program.js';

const urls = JSON.parse(process.env.OWNER_URLS ?? '{}') as Record<string, string>;
for (const [service, url] of Object.entries(urls)) {
  process.env.DATABASE_URL = url;
  await import(programOf(service, 'migrate'));
  if (process.exitCode) break;
  process.send?.(service);
}
process.disconnect?.();
