import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { programCache } from './debian-package.js';

/** Where there are fonts with Chinese characters: those that came with Chromium, else the system's. */
export async function fontsAtHand(): Promise<string | undefined> {
  for (const folder of [join(programCache(), 'chromium/usr/share/fonts'), '/usr/share/fonts']) {
    const isThere = await access(folder).then(() => true, () => false);
    if (isThere) return folder;
  }
  return undefined;
}
