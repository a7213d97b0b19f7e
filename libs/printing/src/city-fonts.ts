import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontsOf, type PaperFonts } from '@wenzheng/paper';

const kept = new Map<string, Promise<PaperFonts | null>>();

/** Read once: fonts do not change while a service runs. What could not be read is read anew the next time. */
export async function cityFonts(folder: string): Promise<PaperFonts | null> {
  const reading = kept.get(folder) ?? read(folder);
  kept.set(folder, reading);
  const fonts = await reading;
  if (fonts === null) kept.delete(folder);
  return fonts;
}

async function read(folder: string): Promise<PaperFonts | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => /\.(ttf|otf|ttc|otc)$/i.test(entry.name)).map(({ parentPath, name }) => join(parentPath, name)).toSorted();
  return fontsOf(await Promise.all(files.map((file) => readFile(file))));
}
