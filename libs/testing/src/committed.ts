import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * What stands in a committed document, for comparison with what the code says today. `npm run documents` sets
 * DOCUMENTS=write: then the code's word is written first.
 */
export function committed(file: URL, today: string): string {
  if (process.env['DOCUMENTS'] === 'write') writeFileSync(file, today);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
