import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { Child, type Exit, type Log } from '../programs/child.js';
import { findNatsServer } from './nats-binary.js';
import { freePort } from '../programs/ports.js';

export interface NatsOptions {
  dataDir: string;
  port?: number;
  /** More of the server's configuration: accounts, limits. */
  config?: Record<string, unknown>;
  logFile?: string;
  log?: Log;
}

export interface RunningNats {
  url: string;
  port: number;
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<Exit>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Where the streams are, below the `dataDir` given to `startNats`. */
export const jetStreamFolder = 'jetstream';

/** A real nats-server with JetStream on 127.0.0.1; every stored message is synced before it is acknowledged. */
export async function startNats(options: NatsOptions): Promise<RunningNats> {
  const log = options.log ?? (() => undefined);
  const path = await findNatsServer({ log });
  const folder = resolve(options.dataDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const logFile = options.logFile ?? join(folder, 'nats.log');

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const file = join(folder, 'nats.conf');
    await writeFile(file, configuration(folder, port, options.config ?? {}), { mode: 0o600 });
    const child = await Child.start({
      name: 'nats-server',
      command: path,
      args: ['-c', file],
      env: { PATH: '/usr/bin:/bin' },
      logFile,
      orphanSignal: 'TERM',
    });
    try {
      await child.ready(async () => (await infoOf(port)).jetstream === true, 60_000);
    } catch (error) {
      await child.stop('SIGTERM');
      // Between asking for a free port and listening on it another program may have taken it.
      if (options.port === undefined && attempt < 3 && String(error).includes('address already in use')) continue;
      throw error;
    }
    return {
      url: `nats://127.0.0.1:${port}`,
      port,
      exited: child.exited,
      async stop(signal = 'SIGTERM') {
        await child.stop(signal);
      },
    };
  }
}

/** The server reads JSON as well as its own notation. */
function configuration(folder: string, port: number, more: Record<string, unknown>): string {
  const jetstream = {
    store_dir: join(folder, jetStreamFolder),
    // The default acknowledges first and syncs every two minutes.
    sync_interval: 'always',
  };
  return JSON.stringify({ server_name: 'wenzheng-local', host: '127.0.0.1', port, jetstream, ...more }, null, 2);
}

interface ServerInfo {
  version?: string;
  jetstream?: boolean;
}

/** The INFO line with which a server greets every connection. */
function infoOf(port: number): Promise<ServerInfo> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
    socket.setEncoding('utf8');
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed')));
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\r\n');
      if (end < 0) return;
      socket.destroy();
      try {
        resolve(JSON.parse(text.slice(text.indexOf('{'), end)) as ServerInfo);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}
