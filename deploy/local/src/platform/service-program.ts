import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './data-folder.js';

/** The file of a service's program. */
export function programOf(service: string, program: 'main' | 'migrate'): string {
  const path = join(repository, 'services', service, 'dist', `${program}.js`);
  if (!existsSync(path)) throw new Error(`${path} is not there: build first, with npm run build`);
  return path;
}
