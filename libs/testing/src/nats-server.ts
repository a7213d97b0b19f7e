import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { connect } from '@nats-io/transport-node';
import { endChild } from './end-child.js';
import { eventually } from './eventually.js';
import { requireServer } from './servers.js';

export interface OwnNatsServer {
  url: string;
  /** SIGTERM, or SIGKILL for a server that crashes. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** The same port and the same store again. */
  start(): Promise<void>;
  /** Stops it and removes its store. */
  drop(): Promise<void>;
}

/**
 * A nats-server that a spec may stop and start: real outages, without disturbing the specs beside it. It has one
 * account and no users.
 * @param configuration further lines of its configuration file
 */
export async function createNatsServer(configuration = ''): Promise<OwnNatsServer> {
  const directory = mkdtempSync(path.join(requireServer('TEST_RUN_DIRECTORY'), 'own-nats-'));
  const port = await freePort();
  const url = `nats://127.0.0.1:${port}`;
  const file = path.join(directory, 'nats.conf');
  writeFileSync(
    file,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${directory}", sync_interval: always }\n${configuration}\n`,
  );
  let server: ChildProcess | undefined;
  // A spec that fails before drop() neither hangs the run nor leaves a server behind.
  process.once('exit', () => server?.kill('SIGKILL'));
  const own: OwnNatsServer = {
    url,
    async start() {
      server = spawn(requireServer('TEST_NATS_SERVER'), ['-c', file], { stdio: 'ignore' });
      server.unref();
      await eventually(async () => (await connect({ servers: url, reconnect: false })).close());
    },
    async stop(signal = 'SIGTERM') {
      const running = server;
      server = undefined;
      await endChild(running, signal);
    },
    async drop() {
      await own.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await own.start();
  return own;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
