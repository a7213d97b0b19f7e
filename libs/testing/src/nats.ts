import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { ReaderName, ServiceName } from '@wenzheng/contracts';
import { requireServer } from './servers.js';

export interface NatsCredentials {
  user: string;
  password: string;
}

export interface TestAccount extends NatsCredentials {
  url: string;
  /** Connected as the account's administrator, who may do everything in it. `user` and `password` are its own. */
  connection: NatsConnection;
  /** The account's user for one service or reader, with exactly the permissions of production and the controllable clock. */
  credentials(user: ServiceName | ReaderName): NatsCredentials;
  /** Deletes the account's streams, closes the connection and gives the account back. */
  drop(): Promise<void>;
}

/** As many spec files as may hold an account at the same time; `test/servers.setup.mjs` configures as many. */
export const testAccounts = 64;

/**
 * A NATS account of one's own on the real nats-server of the run, with JetStream on disk and `sync_interval: always`:
 * subjects, streams and durables of other spec files cannot be seen from it. It is handed out empty; streams are the
 * spec's own business (`applyTopology` of the messaging lib).
 */
export async function createTestAccount(): Promise<TestAccount> {
  const url = requireServer('TEST_NATS_URL');
  const { name, release } = claimAccount();
  const admin = { user: `${name}_admin`, password: `${name}_admin` };
  const connection = await connect({ servers: url, user: admin.user, pass: admin.password, name: `spec ${name}` });
  await deleteStreams(connection);
  return {
    url,
    ...admin,
    connection,
    credentials: (user) => ({ user: `${name}_${user}`, password: `${name}_${user}` }),
    async drop() {
      const cleaner = connection.isClosed() ? await connect({ servers: url, user: admin.user, pass: admin.password }) : connection;
      await deleteStreams(cleaner);
      await cleaner.close();
      release();
    },
  };
}

/** Creating a directory is atomic between processes, so two Jest workers never hold one account. */
function claimAccount(): { name: string; release: () => void } {
  const folder = path.join(requireServer('TEST_RUN_DIRECTORY'), 'accounts');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < testAccounts; index += 1) {
    const name = `spec_${index}`;
    const lock = path.join(folder, name);
    try {
      mkdirSync(lock);
      return { name, release: () => rmSync(lock, { recursive: true, force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`all ${testAccounts} test accounts are in use: does every spec drop() its account?`);
}

async function deleteStreams(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection);
  for await (const stream of manager.streams.list()) await manager.streams.delete(stream.config.name);
}
