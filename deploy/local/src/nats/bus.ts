import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { deployedServices, type DeployedService } from '@wenzheng/contracts';
import type { Log } from '../programs/child.js';
import type { DataFolder } from '../platform/data-folder.js';
import { natsAccounts } from './nats-accounts.js';
import { jetStreamFolder, startNats, type RunningNats } from './nats-server.js';
import { isNewEnough, minimumNatsVersion } from './nats-version.js';
import type { NatsUser, Secrets } from '../platform/secrets.js';
import { Supervised } from '../programs/supervised.js';

export interface BusOptions {
  folder: DataFolder;
  port: number;
  secrets: Pick<Secrets, 'natsUsers'>;
  controllableClock: boolean;
  /** An operated NATS; without it the platform runs its own. */
  given?: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** Start it again when it ends by itself. */
  supervise: boolean;
  log: Log;
}

export interface BusUser {
  user: string;
  password: string;
}

/** The platform's nats-server: its own, or one that somebody else operates. */
export class Bus {
  private readonly server: Supervised<RunningNats>;
  readonly url: string;

  constructor(private readonly options: BusOptions) {
    const { given, folder, port, secrets, controllableClock, supervise, log } = options;
    this.url = given ?? `nats://127.0.0.1:${port}`;
    const config = natsAccounts(secrets.natsUsers, { controllableClock });
    this.server = new Supervised(
      'NATS 消息总线',
      () => startNats({ dataDir: folder.nats, port, config, logFile: folder.logOf('nats'), log }),
      { restart: supervise, log },
    );
  }

  async start(): Promise<void> {
    const { given, port, log } = this.options;
    if (given) {
      log(`NATS 消息总线: using the one at ${given} (NATS_URL)`);
      return;
    }
    await this.server.start();
    log(`NATS 消息总线: ready on 127.0.0.1:${port}`);
  }

  /** @throws Error for an operated NATS, which is not ours to stop */
  async stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.options.given) throw new Error('NATS was given by NATS_URL and is not ours to stop');
    await this.server.stop((server) => server.stop(signal));
  }

  async release(): Promise<void> {
    if (!this.options.given) await this.stop();
  }

  /** Streams and durables, made or brought up to date. */
  async applyTopology(): Promise<void> {
    const connection = await this.connectAs('deploy');
    try {
      const version = connection.info?.version;
      if (!isNewEnough(version)) {
        throw new Error(`The nats-server at ${this.url} is version ${version ?? 'unknown'}; ${minimumNatsVersion} or newer is needed`);
      }
      // Loaded when needed: it brings NestJS along, which commands and spec set-ups have no use for.
      const { applyTopology } = await import('@wenzheng/messaging');
      await applyTopology(connection, { replicas: Number(this.options.environment.NATS_REPLICAS || 1) });
    } finally {
      await connection.close();
    }
  }

  /** Every stream lost, as after a disaster: what the outboxes still have can be republished. */
  async wipe(): Promise<void> {
    await this.stop();
    await rm(join(this.options.folder.nats, jetStreamFolder), { recursive: true, force: true });
    await this.start();
    await this.applyTopology();
  }

  connectAs(user: NatsUser): Promise<NatsConnection> {
    const { user: name, password } = this.userOf(user);
    return connect({
      servers: this.url.split(','),
      name: `wenzheng-launcher-${user}`,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      ignoreAuthErrorAbort: true,
      ...(name ? { user: name, pass: password } : {}),
    });
  }

  /** On an operated server `NATS_USER_INTAKE` and `NATS_PASSWORD_INTAKE`, or else `NATS_USER` and `NATS_PASSWORD` for all. */
  userOf(user: NatsUser): BusUser {
    const { given, environment, secrets } = this.options;
    if (!given) return { user, password: secrets.natsUsers[user] };
    const suffix = user.toUpperCase().replaceAll('-', '_');
    return {
      user: environment[`NATS_USER_${suffix}`] ?? environment.NATS_USER ?? '',
      password: environment[`NATS_PASSWORD_${suffix}`] ?? environment.NATS_PASSWORD ?? '',
    };
  }

  serviceUsers(): Record<DeployedService, BusUser> {
    return Object.fromEntries(deployedServices.map((service) => [service, this.userOf(service)])) as Record<DeployedService, BusUser>;
  }
}
