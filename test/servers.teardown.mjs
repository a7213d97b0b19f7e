// Jest's globalTeardown of the integration specs: stops what servers.setup.mjs started and removes its directory.
import { rmSync } from 'node:fs';

export default async function teardown() {
  const servers = globalThis.__wenzhengServers;
  if (!servers) return;
  await Promise.all(servers.started.map((server) => server.stop()));
  rmSync(servers.directory, { recursive: true, force: true });
}
