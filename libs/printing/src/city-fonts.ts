import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontsOf, type PaperFonts } from '@wenzheng/paper';

interface Found {
  fonts: PaperFonts | null;
  isWhole: boolean;
}

const kept = new Map<string, Promise<Found>>();

/** Read once: fonts do not change while a service runs. A file that cannot be read is left out, and then all are read anew the next time. */
export async function cityFonts(folder: string): Promise<PaperFonts | null> {
  const reading = kept.get(folder) ?? read(folder);
  kept.set(folder, reading);
  const found = await reading.catch(() => null);
  if (found === null || found.fonts === null || !found.isWhole) kept.delete(folder);
  return (await reading).fonts;
}

async function read(folder: string): Promise<Found> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => /\.(ttf|otf|ttc|otc)$/i.test(entry.name)).map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  const tried = await Promise.all(files.map((file) => readFile(file).catch(() => null)));
  const bytes = tried.filter((each) => each !== null);
  return { fonts: fontsOf(bytes), isWhole: bytes.length === files.length };
}
