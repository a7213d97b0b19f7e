import { spawn, type ChildProcess } from 'node:child_process';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { endChild } from '../end-child.js';
import { eventually } from '../eventually.js';
import { freePorts } from '../free-ports.js';
import { requireServer } from '../servers.js';

/** What the scanner takes for malware. It is plain text, so that nothing else refuses it. */
export const harmful = Buffer.from('这一份文件在测试里算作有害。\n'.repeat(4));

export interface Scanner {
  /** `host:port` */
  address: string;
  /** The path of its socket. */
  socket: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its files. */
  drop(): Promise<void>;
}

/** A real clamd on loopback. */
export async function createScanner(): Promise<Scanner> {
  const program = JSON.parse(requireServer('TEST_CLAMD')) as { path: string; environment: Record<string, string> };
  const folder = mkdtempSync(path.join(requireServer('TEST_RUN_DIRECTORY'), 'clamd-'));
  const [port] = await freePorts(1);
  const [configuration, database, socket] = ['clamd.conf', 'database', 'clamd.socket'].map((name) => path.join(folder, name)) as [string, string, string];
  mkdirSync(database);
  writeFileSync(path.join(database, 'spec.hdb'), `${hash('md5', harmful)}:${harmful.length}:Spec.Harmful\n`);
  writeFileSync(configuration, `Foreground yes\nDatabaseDirectory ${database}\nTCPSocket ${port}\nTCPAddr 127.0.0.1\nLocalSocket ${socket}\nStreamMaxLength 25M\n`);
  let server: ChildProcess | undefined;
  process.once('exit', () => server?.kill('SIGKILL'));
  const own: Scanner = {
    address: `127.0.0.1:${port}`,
    socket,
    async start() {
      server = spawn(program.path, ['-c', configuration], { cwd: folder, env: { PATH: process.env['PATH'], ...program.environment }, stdio: 'ignore' });
      server.unref();
      await eventually(() => connects(port));
    },
    async stop() {
      const running = server;
      server = undefined;
      await endChild(running, 'SIGKILL');
      rmSync(socket, { force: true });
    },
    async drop() {
      await own.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await own.start();
  return own;
}

async function connects(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
