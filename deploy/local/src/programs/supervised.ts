import { setTimeout as sleep } from 'node:timers/promises';
import type { Exit, Log } from './child.js';

const pauseMs = 1000;
const attempts = 5;

interface Server {
  exited: Promise<Exit>;
  stop(): Promise<void>;
}

/** One server that stays, where wanted: when it ends by itself it is started again, on the same port with the same data. */
export class Supervised<Running extends Server> {
  private current: Running | undefined;
  private beginning: Promise<Running> | undefined;

  constructor(
    private readonly name: string,
    private readonly begin: () => Promise<Running>,
    private readonly options: { restart: boolean; log: Log },
  ) {}

  async start(): Promise<Running> {
    if (this.current) return this.current;
    this.beginning ??= this.begin();
    try {
      const server = await this.beginning;
      if (this.current !== server) this.follow(server);
      return server;
    } finally {
      this.beginning = undefined;
    }
  }

  /** For good, until `start`. */
  async stop(end: (server: Running) => Promise<void> = (server) => server.stop()): Promise<void> {
    await this.beginning?.catch(() => undefined);
    const server = this.current;
    this.current = undefined;
    if (server) await end(server);
  }

  private follow(server: Running): void {
    this.current = server;
    if (this.options.restart) void server.exited.then((exit) => this.ended(server, exit));
  }

  private async ended(server: Running, exit: Exit): Promise<void> {
    if (this.current !== server) return;
    this.options.log(`${this.name} ended by itself (${exit.signal ?? `code ${exit.code}`}); starting it again`);
    for (let attempt = 1; attempt <= attempts; attempt++) {
      await sleep(pauseMs * attempt, undefined, { ref: false });
      if (this.current !== server) return;
      try {
        const next = await this.begin();
        if (this.current === server) this.follow(next);
        else await next.stop();
        return;
      } catch (error) {
        this.options.log((error as Error).message);
      }
    }
  }
}
