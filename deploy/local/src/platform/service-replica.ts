import type { DeployedService } from '@wenzheng/contracts';
import { Child, type Exit, type Log } from '../programs/child.js';
import { repository } from './data-folder.js';
import { programOf } from './service-program.js';

const readyWithinMs = 90_000;
const longestPauseMs = 30_000;
const steadyAfterMs = 60_000;

export interface ReplicaOptions {
  service: DeployedService;
  index: number;
  port: number;
  operationsPort: number;
  env: Record<string, string>;
  logFile: string;
  /** Start it again when it ends by itself. */
  supervise: boolean;
  log: Log;
}

/** One process of one service. */
export class ServiceReplica {
  private child: Child | undefined;
  /** It came up and is to stay. */
  private wanted = false;
  private stopped = false;
  private failures = 0;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: ReplicaOptions) {}

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  /** Where its health and metrics are. */
  get operationsUrl(): string {
    return `http://127.0.0.1:${this.options.operationsPort}`;
  }

  get pid(): number | undefined {
    return this.child?.running ? this.child.pid : undefined;
  }

  /** Starts it, unless it runs, and waits until it takes traffic. */
  async start(): Promise<void> {
    clearTimeout(this.retry);
    this.stopped = false;
    const child = this.child?.running ? this.child : await this.spawn();
    await child.ready(() => isReady(this.operationsUrl), readyWithinMs);
    // Not before: one that never came up has a reason that a second try would not change.
    this.wanted = !this.stopped;
  }

  /** Signals it and, unless the signal only halts or wakes it, waits for its end; with supervision it comes back by itself. */
  async kill(signal: NodeJS.Signals): Promise<Exit | undefined> {
    this.child?.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return undefined;
    return this.child?.exited;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wanted = false;
    clearTimeout(this.retry);
    await this.child?.stop('SIGTERM');
  }

  private async spawn(): Promise<Child> {
    const { service, index, port, operationsPort, env, logFile } = this.options;
    const started = Date.now();
    const child = await Child.start({
      name: index === 0 ? service : `${service} (replica ${index})`,
      command: process.execPath,
      args: ['--enable-source-maps', '--import', '@wenzheng/platform/instrumentation', programOf(service, 'main')],
      cwd: repository,
      env: { ...env, PORT: String(port), OPERATIONS_PORT: String(operationsPort) },
      logFile,
      orphanSignal: 'TERM',
    });
    this.child = child;
    void child.exited.then((exit) => this.ended(exit, Date.now() - started));
    return child;
  }

  private ended(exit: Exit, livedMs: number): void {
    if (!this.wanted || !this.options.supervise) return;
    this.failures = livedMs > steadyAfterMs ? 0 : this.failures + 1;
    const pause = Math.min(1000 * 2 ** Math.max(0, this.failures - 1), longestPauseMs);
    const how = exit.signal ?? `code ${exit.code}`;
    this.options.log(`${this.options.service} ended by itself (${how}); starting it again in ${pause / 1000} s. Its log: ${this.options.logFile}`);
    this.retry = setTimeout(() => {
      this.spawn().catch((error: Error) => this.options.log(error.message));
    }, pause);
  }
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3000) });
  await response.body?.cancel();
  return response.status === 200;
}
