import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * The absolute path of a file of the test material: real messages, real replies, official calendars. The folder is
 * `TEST_MATERIAL`, or `../shared/data` beside the repository.
 */
export function material(name: string): string {
  const folder = process.env['TEST_MATERIAL'] ?? path.join(repository, '../shared/data');
  const file = path.resolve(folder, name);
  if (!existsSync(file)) {
    throw new Error(`test material ${file} is missing: point TEST_MATERIAL at the folder that holds ${name}`);
  }
  return file;
}

/** Every line of a JSON Lines file, parsed; empty lines are skipped. The path may come from {@link material}. */
export function readJsonLines<T = unknown>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
