// Jest's globalSetup of the integration specs: one real PostgreSQL and one real nats-server for the whole run, on free
// ports, in a fresh directory. Each spec file takes its own database and its own NATS account from them
// (libs/testing). PostgreSQL runs with fsync off: specs are about what happens, not about power cuts.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import teardown from './servers.teardown.mjs';

const accounts = 64;

export default async function setup() {
  const { findClamd, findDovecot, findNatsServer, findSwift, startNats, startPostgres } = await built('@wenzheng/local');
  const contracts = await built('@wenzheng/contracts');
  const directory = mkdtempSync(path.join(tmpdir(), 'wenzheng-specs-'));
  chmodSync(directory, 0o755);
  const started = [];
  globalThis.__wenzhengServers = { directory, started };
  try {
    const postgres = await startPostgres({ dataDir: path.join(directory, 'postgres'), durable: false });
    started.push(postgres);
    const config = { accounts: accountsOf(accounts, contracts) };
    const nats = await startNats({ dataDir: path.join(directory, 'nats'), config });
    started.push(nats);
    process.env.TEST_RUN_DIRECTORY = directory;
    process.env.TEST_POSTGRES_URL = postgres.adminUrl;
    process.env.TEST_NATS_URL = nats.url;
    process.env.TEST_NATS_SERVER = await findNatsServer();
    // Root's own cache is closed to the user that Dovecot runs as.
    const programs = await Promise.all([findDovecot(process.getuid() === 0 ? path.join(directory, 'dovecot') : undefined), findClamd(), findSwift()]);
    [process.env.TEST_DOVECOT, process.env.TEST_CLAMD, process.env.TEST_SWIFT] = programs.map((program) => JSON.stringify(program));
  } catch (error) {
    await teardown();
    throw error;
  }
}

/** Plain Node runs this file, and so it sees the packages as they were built. */
async function built(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(`${name} is not built: run npx nx run ${name}:build first`, { cause: error });
  }
}

/** Per account one administrator and the users of services and readers, each with the permissions it has in production. */
function accountsOf(count, { permissionsOf, permissionsOfReader, readers, services }) {
  const entries = Array.from({ length: count }, (_, index) => {
    const name = `spec_${index}`;
    const userOf = (who, permissions) => ({ user: `${name}_${who}`, password: `${name}_${who}`, permissions });
    const users = [
      ...services.map((service) => userOf(service, permissionsOf(service, { controllableClock: true }))),
      ...readers.map((reader) => userOf(reader, permissionsOfReader(reader))),
    ];
    const administrator = { user: `${name}_admin`, password: `${name}_admin` };
    return [name, { jetstream: 'enabled', users: [administrator, ...users] }];
  });
  return Object.fromEntries(entries);
}
