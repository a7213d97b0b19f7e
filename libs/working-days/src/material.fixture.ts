import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = process.env['TEST_MATERIAL'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** Reads a file of the test material, which is not part of the repository. A missing folder fails, it never skips. */
export function readMaterial(path: string): string {
  if (!existsSync(folder)) {
    throw new Error(`no test material at ${folder}: set TEST_MATERIAL to the folder that holds holiday-cn/ and messages/`);
  }
  return readFileSync(`${folder}/${path}`, 'utf8');
}
