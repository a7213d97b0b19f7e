import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { keptChromium } from './chromium.js';
import { programCache } from './debian-package.js';

/** Where fonts for papers as PDF may be: those that came with Chromium, else the system's. Whether any of them has Chinese characters is seen when a paper is made. */
export async function fontsAtHand(): Promise<string | undefined> {
  for (const folder of [join(programCache(), keptChromium, 'usr/share/fonts'), '/usr/share/fonts']) {
    const isThere = await access(folder).then(() => true, () => false);
    if (isThere) return folder;
  }
  return undefined;
}
