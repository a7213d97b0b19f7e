import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onPath } from './debian-package.js';
import { findUnpacked } from './unpacked.js';

/** A browser, and the environment that it needs beside its caller's. */
export interface Chromium {
  path: string;
  environment: Record<string, string>;
}

/** Its folder in our cache. What is fetched with it has changed with its name. */
export const keptChromium = 'chromium-with-fonts';

/** Chromium on PATH, in our cache, or out of Debian's packages with the libraries and fonts that this system lacks: a Chinese one, and one as wide as Times for the figures of papers. */
export async function findChromium(): Promise<Chromium> {
  const installed = await onPath('chromium');
  if (installed) return { path: installed, environment: {} };
  const path = 'usr/lib/chromium/chromium';
  const { folder, libraries } = await findUnpacked({
    name: keptChromium, packages: ['chromium', 'fonts-noto-cjk', 'fonts-liberation'], path,
    finish: (unfinished, kept) => writeFile(join(unfinished, 'fonts.conf'), fontsIn(kept)),
  });
  return { path: join(folder, path), environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') } };
}

const fontsIn = (kept: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(kept, 'usr/share/fonts')}</dir>
  <cachedir>${join(kept, 'font-cache')}</cachedir>
</fontconfig>
`;
