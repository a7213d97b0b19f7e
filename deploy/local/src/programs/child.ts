import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Log = (line: string) => void;

export interface ChildOptions {
  name: string;
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  cwd?: string;
  /** Given when we are root and the program refuses root. */
  owner?: { uid: number; gid: number } | undefined;
  logFile: string;
  /** Sent to the program by the kernel when the launcher itself is killed. */
  orphanSignal: 'TERM' | 'INT';
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** What a line says first tells why; the last line, which a long one would push out of sight, tells most. */
const shortened = (line: string, most = 300): string => (line.length > most ? `${line.slice(0, most)}…` : line);

const rotateAbove = 20 * 1024 * 1024;
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/** One program that the launcher runs, its output in a file. */
export class Child {
  private constructor(
    readonly name: string,
    readonly logFile: string,
    private readonly process: ChildProcess,
    readonly exited: Promise<Exit>,
  ) {}

  static async start(options: ChildOptions): Promise<Child> {
    await mkdir(dirname(options.logFile), { recursive: true });
    const size = await stat(options.logFile).then((file) => file.size, () => 0);
    if (size > rotateAbove) await rename(options.logFile, `${options.logFile}.1`);
    const output = await open(options.logFile, 'a', 0o600);
    try {
      // In a session of its own, so that Ctrl-C reaches the launcher alone and it can stop everything in order.
      const [command, args] = setpriv
        ? [setpriv, ['--pdeathsig', options.orphanSignal, '--', options.command, ...options.args]]
        : [options.command, [...options.args]];
      const child = spawn(command, args, {
        cwd: options.cwd ?? '/',
        env: options.env,
        stdio: ['ignore', output.fd, output.fd],
        detached: true,
        ...(options.owner ?? {}),
      });
      const exited = new Promise<Exit>((resolve) => {
        child.once('exit', (code, signal) => resolve({ code, signal }));
      });
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (error) => reject(new Error(`${options.name} could not be started: ${error.message}`)));
      });
      return new Child(options.name, options.logFile, child, exited);
    } finally {
      await output.close();
    }
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.running) this.process.kill(signal);
  }

  /** Asks with `signal`, and kills when the program has not ended in time. */
  async stop(signal: NodeJS.Signals, timeoutMs = 15_000): Promise<Exit> {
    this.kill(signal);
    const timer = setTimeout(() => this.kill('SIGKILL'), timeoutMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The end of its log, for the message that says why it did not come up. */
  async lastLines(count = 20): Promise<string> {
    const file = await open(this.logFile, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, 16_384);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, length).trimEnd().split('\n').slice(-count).map((line) => shortened(line)).join('\n');
    } finally {
      await file.close();
    }
  }

  /** Polls `probe` until it answers true. @throws Error with the last log lines when the program ends or time runs out. */
  async ready(probe: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      if (!this.running) throw await this.failure('ended while starting');
      if (await probe().catch(() => false)) return;
      if (Date.now() > deadline) throw await this.failure(`was not ready after ${timeoutMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  private async failure(what: string): Promise<Error> {
    const lines = await this.lastLines().catch(() => '');
    return new Error(`${this.name} ${what}. Its log, ${this.logFile}, ends with:\n${lines}`);
  }
}
