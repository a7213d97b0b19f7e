import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { isProgram, programCache, unpackWithDependencies } from './debian-package.js';

/** A program of Debian's that runs out of our cache, with the libraries that this system lacks. */
export interface Unpacked {
  folder: string;
  /** As LD_LIBRARY_PATH wants them. */
  libraries: string;
}

export interface UnpackedProgram {
  name: string;
  packages: readonly string[];
  /** Where the program lies in the packages. */
  path: string;
  /** What is to be done to the files before they are used. @param kept where they will lie */
  finish?(folder: string, kept: string): Promise<void>;
}

const libraryList = 'library-folders';

/** Two that come at once both fetch it; the first one's stays. */
export async function findUnpacked(wanted: UnpackedProgram): Promise<Unpacked> {
  const kept = join(programCache(), wanted.name);
  if (!(await isProgram(join(kept, wanted.path)))) await keep(wanted, kept);
  const folders = (await readFile(join(kept, libraryList), 'utf8')).split('\n').map((folder) => join(kept, folder));
  return { folder: kept, libraries: folders.join(delimiter) };
}

async function keep({ name, packages, path, finish }: UnpackedProgram, kept: string): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), `wenzheng-${name}-`));
  const unfinished = `${kept}.${process.pid}.tmp`;
  try {
    const files = await unpackWithDependencies(packages, scratch);
    await mkdir(programCache(), { recursive: true });
    await cp(files, unfinished, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(unfinished, libraryList), (await librariesIn(files)).join('\n'));
    await finish?.(unfinished, kept);
    await rename(unfinished, kept).catch(async (error: unknown) => {
      if (!(await isProgram(join(kept, path)))) throw error;
    });
  } catch (error) {
    throw new Error(`${name} is not on PATH, and Debian's packages of it cannot be had: ${(error as Error).message}`, { cause: error });
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
