import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { isProgram, onPath, programCache, unpackWithDependencies } from './debian-package.js';

/** A browser, and the environment that it needs beside its caller's. */
export interface Chromium {
  path: string;
  environment: Record<string, string>;
}

/** Chromium on PATH, in our cache, or out of Debian's packages with the libraries and a Chinese font that this system lacks. */
export async function findChromium(): Promise<Chromium> {
  const installed = await onPath('chromium');
  if (installed) return { path: installed, environment: {} };
  const kept = join(programCache(), 'chromium');
  if (!(await isProgram(programOf(kept)))) await keep(kept);
  const libraries = (await readFile(join(kept, libraryList), 'utf8')).split('\n').map((folder) => join(kept, folder));
  return { path: programOf(kept), environment: { LD_LIBRARY_PATH: libraries.join(delimiter), FONTCONFIG_FILE: join(kept, 'fonts.conf') } };
}

const libraryList = 'library-folders';
const programOf = (folder: string): string => join(folder, 'usr/lib/chromium/chromium');

/** Two that come at once both fetch it; the first one's stays. */
async function keep(kept: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'wenzheng-chromium-'));
  const unfinished = `${kept}.${process.pid}.tmp`;
  try {
    const files = await unpackWithDependencies(['chromium', 'fonts-noto-cjk'], scratch);
    await mkdir(programCache(), { recursive: true });
    await cp(files, unfinished, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(unfinished, libraryList), (await librariesIn(files)).join('\n'));
    await writeFile(join(unfinished, 'fonts.conf'), fontsIn(kept));
    await rename(unfinished, kept).catch(async (error: unknown) => {
      if (!(await isProgram(programOf(kept)))) throw error;
    });
  } catch (error) {
    throw new Error(`chromium is not on PATH, and Debian's packages of it cannot be had: ${(error as Error).message}`, { cause: error });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Folders with shared libraries: some packages keep theirs in one of their own, which an installed program knows by its path. */
async function librariesIn(files: string): Promise<string[]> {
  const entries = await readdir(files, { recursive: true, withFileTypes: true });
  const folders = entries.filter(({ name }) => /\.so(\.|$)/.test(name)).map(({ parentPath }) => relative(files, parentPath));
  return [...new Set(folders)].toSorted((one, other) => one.length - other.length);
}

const fontsIn = (kept: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${join(kept, 'usr/share/fonts')}</dir>
  <cachedir>${join(kept, 'font-cache')}</cachedir>
</fontconfig>
`;
