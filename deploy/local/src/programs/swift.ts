import { join } from 'node:path';
import { isProgram } from './debian-package.js';
import { findUnpacked } from './unpacked.js';

/** OpenStack Swift, an object store that speaks S3: the Python that runs it, and its environment. */
export interface Swift {
  python: string;
  environment: Record<string, string>;
}

const packages = ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'];
const servers = packages.map((name) => `usr/bin/${name}-server`);
const python = 'usr/bin/python3';

/** Swift as it is installed, in our cache, or out of Debian's packages. */
export async function findSwift(): Promise<Swift> {
  const installed = await Promise.all(servers.map((server) => isProgram(`/${server}`)));
  if (installed.every(Boolean)) return { python: `/${python}`, environment: {} };
  const { folder, libraries } = await findUnpacked({ name: 'swift', packages, path: servers[0]! });
  const own = join(folder, python);
  return { python: (await isProgram(own)) ? own : `/${python}`, environment: { PYTHONPATH: join(folder, 'usr/lib/python3/dist-packages'), LD_LIBRARY_PATH: libraries } };
}
