import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefixOf, type DeployedService } from '@wenzheng/contracts';
import { describeError, jitter, type Logger } from '@wenzheng/platform';

/** Atomic batch publish is there from this version on. */
export const minimumNatsVersion = '2.12.0';

export class NatsVersionError extends Error {
  override readonly name = 'NatsVersionError';
}

export interface NatsOptions {
  url: string;
  user: string;
  password: string;
  /** Shown in the server's list of connections. */
  name: string;
  /** Whose inbox prefix replies come in on; without it the client's own default, for administrators. */
  service?: DeployedService;
}

/**
 * One connection that stays: it reconnects for ever, with jitter.
 * @throws NatsVersionError for a server older than {@link minimumNatsVersion}
 */
export async function connectNats(options: NatsOptions): Promise<NatsConnection> {
  const connection = await connect({
    servers: options.url.split(','),
    user: options.user,
    pass: options.password,
    name: options.name,
    ...(options.service ? { inboxPrefix: inboxPrefixOf(options.service) } : {}),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 750,
    reconnectJitterTLS: 750,
    ignoreAuthErrorAbort: true,
    pingInterval: 20_000,
  });
  const version = connection.info?.version ?? '0.0.0';
  if (!isAtLeast(version, minimumNatsVersion)) {
    await connection.close();
    throw new NatsVersionError(`nats-server ${version} is too old: ${minimumNatsVersion} or newer is needed`);
  }
  return connection;
}

function isAtLeast(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (a?.[index] || 0) - (b?.[index] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * The service's connection, which may not be there yet: a service starts, and intake accepts messages, while NATS is
 * away. Whoever needs it awaits {@link NatsLink.connection}.
 */
export class NatsLink {
  readonly connection: Promise<NatsConnection>;
  #current: NatsConnection | undefined;
  #connected = false;
  #storesNothing = false;
  readonly #stopping = new AbortController();

  constructor(
    private readonly options: NatsOptions,
    private readonly logger: Logger,
  ) {
    this.connection = this.#establish();
    this.connection.catch(() => undefined);
  }

  /** False while the server cannot be reached. */
  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Waits a moment for the first connection, so that a wrong server is refused at the start.
   * @throws NatsVersionError
   */
  async start(patienceMs = 3_000): Promise<void> {
    const late = sleep(patienceMs, 'late' as const, { signal: this.#stopping.signal, ref: false }).catch(() => 'late' as const);
    if ((await Promise.race([this.connection, late])) === 'late') {
      this.logger.warn({ name: this.options.name }, 'NATS cannot be reached yet; starting without it');
    }
  }

  /** Publishing has shown that the server is there and stores nothing, as one whose disk is full: it is told once. */
  storesNothing(error: unknown): void {
    if (this.#storesNothing || !this.#connected) return;
    this.#storesNothing = true;
    this.logger.error({ alarm: 'bus-stores-nothing', error: describeError(error) }, 'the bus stores nothing (its disk may be full): events wait in the outbox');
  }

  stores(): void {
    if (!this.#storesNothing) return;
    this.#storesNothing = false;
    this.logger.info('the bus stores events again');
  }

  /** The server answers, and stores what is published. @throws when it does not */
  async check(): Promise<void> {
    if (!this.#current || !this.#connected) throw new Error('NATS is not connected');
    if (this.#storesNothing) throw new Error('NATS stores nothing');
    await this.#current.rtt();
  }

  /** Sends what is buffered, then closes. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    if (!this.#current || this.#current.isClosed()) return;
    if (this.#connected) await this.#current.drain().catch(() => undefined);
    await this.#current.close();
  }

  async #establish(): Promise<NatsConnection> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const connection = await connectNats(this.options);
        if (this.#stopping.signal.aborted) await connection.close();
        this.#current = connection;
        this.#connected = true;
        void this.#follow(connection);
        return connection;
      } catch (error) {
        if (this.#stopping.signal.aborted || error instanceof NatsVersionError) throw error;
        this.logger.warn({ error: describeError(error), attempt }, 'NATS connection failed');
        await sleep(jitter(Math.min(250 * attempt, 5_000)), undefined, { signal: this.#stopping.signal, ref: false });
      }
    }
  }

  async #follow(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        this.#connected = false;
        this.logger.warn('NATS connection lost');
      } else if (status.type === 'reconnect') {
        this.#connected = true;
        this.logger.info('NATS connection is back');
      } else if (status.type === 'error') {
        this.logger.error({ error: describeError(status.error) }, 'NATS refused something');
      }
    }
    this.#connected = false;
  }
}
