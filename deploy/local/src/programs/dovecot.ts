import { cp, lstat, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isProgram } from './debian-package.js';
import { findUnpacked } from './unpacked.js';

/** A mail server, and how it is run by whoever is no root: its command line before `-F -c FILE`, its environment, and what its configuration must say beside. */
export interface Dovecot {
  path: string;
  /** Reads the configuration and hands it to the server, which looks for it at its own place alone; null where it lies there. */
  reader: string | null;
  environment: Record<string, string>;
  configuration: string;
  /** Where its modules are, which it looks for as `modules` in its base_dir; null where they lie at its own place. */
  modules: string | null;
}

const packages = ['dovecot-imapd', 'dovecot-lmtpd'];
const place = '/usr/lib/dovecot';

/**
 * Dovecot with IMAP and LMTP: installed, in our cache, or out of Debian's packages.
 * @param copy where its files are to be as well, for a user who may not read our cache
 */
export async function findDovecot(copy?: string): Promise<Dovecot> {
  const installed = await Promise.all([`${place}/imap`, `${place}/lmtp`, '/usr/sbin/dovecot'].map(isProgram));
  if (installed.every(Boolean)) return { path: '/usr/sbin/dovecot', reader: null, environment: {}, configuration: '', modules: null };
  const { folder: kept, libraries: keptLibraries } = await findUnpacked({ name: 'dovecot', packages, path: 'usr/sbin/dovecot', finish: (unfinished) => relocate(join(unfinished, place)) });
  if (copy !== undefined) await cp(kept, copy, { recursive: true, verbatimSymlinks: true });
  const folder = copy ?? kept;
  const libraries = keptLibraries.replaceAll(kept, folder);
  return {
    path: join(folder, 'usr/sbin/dovecot'),
    reader: join(folder, 'usr/bin/doveconf'),
    environment: { LD_LIBRARY_PATH: libraries },
    configuration: `libexec_dir=${join(folder, place)}\nmail_plugin_dir=${join(folder, place, 'modules')}\nimport_environment=TZ LD_LIBRARY_PATH=${libraries}\n`,
    modules: join(folder, place, 'modules'),
  };
}

/** No setting says where the modules of encryption are, which a library loads by a path that was compiled in. */
async function relocate(folder: string): Promise<void> {
  const compiledIn = Buffer.from(`${place}/modules\0`);
  const relative = Buffer.alloc(compiledIn.length);
  relative.write('modules');
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (!(await lstat(file)).isFile()) continue;
    const bytes = await readFile(file);
    if (!bytes.includes(compiledIn)) continue;
    for (let at = bytes.indexOf(compiledIn); at >= 0; at = bytes.indexOf(compiledIn, at)) relative.copy(bytes, at);
    await writeFile(file, bytes);
  }
}
