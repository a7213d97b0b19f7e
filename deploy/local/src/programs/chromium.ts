import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onPath } from './debian-package.js';
import { findUnpacked } from './unpacked.js';

/** A browser, and the environment that it needs beside its caller's. */
export interface Chromium {
  path: string;
  environment: Record<string, string>;
}

/** Chromium on PATH, in our cache, or out of Debian's packages with the libraries and a Chinese font that this system lacks. */
export async function findChromium(): Promise<Chromium> {
  const installed = await onPath('chromium');
  if (installed) return { path: installed, environment: {} };
  const path = 'usr/lib/chromium/chromium';
  const { folder, libraries } = await findUnpacked({
    name: 'chromium', packages: ['chromium', 'fonts-noto-cjk'], path,
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
