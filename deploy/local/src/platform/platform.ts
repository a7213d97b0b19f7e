import { deployedServices, type DeployedService } from '@wenzheng/contracts';
import { Bus } from '../nats/bus.js';
import type { Exit, Log } from '../programs/child.js';
import { sampleClients } from '../identity/clients.js';
import { samplePeople } from '../identity/people.js';
import { BusinessTime } from '../time/business-time.js';
import { DataFolder } from './data-folder.js';
import { Database } from '../postgres/database.js';
import { writeEndpoints, type Endpoints } from './endpoints.js';
import { Portal } from './portal.js';
import { consoleClientId, Identity } from '../identity/identity.js';
import { freePort, planPorts, portBaseOf, type Listener, type PortPlan } from '../programs/ports.js';
import { openSecrets, type Secrets } from './secrets.js';
import { fontsAtHand } from '../programs/fonts.js';
import { environmentOf, inheritedEnvironment } from './service-environment.js';
import { migrate } from './migrations.js';
import { ServiceReplica } from './service-replica.js';
import { loadUnits, sampleUnitsFile } from '../identity/units.js';
import { sampleSite } from '../city/site.js';

export interface PlatformOptions {
  /** Default: `.wenzheng` in the checkout. */
  dataDir?: string;
  /** 0: every port is a free one. Default: WENZHENG_PORT_BASE, or 7310. */
  portBase?: number;
  /** Replicas per service, 1 unless said; 0 leaves a service out. */
  services?: Partial<Record<DeployedService, number>>;
  /** Further environment of a service. */
  env?: Partial<Record<DeployedService, Record<string, string>>>;
  /** Default true. */
  controllableClock?: boolean;
  /** Where business time begins on a new data folder; it may lie in the past. Default: the present. */
  startAt?: Date;
  /** Called before anything is put into a data folder that has nothing yet. */
  onNewFolder?: () => Promise<void>;
  /** Start a service again when it ends by itself. Default false. */
  supervise?: boolean;
  /** Every way in is tried every ten minutes, as in a city. Default false. */
  probed?: boolean;
  /** Delete the data first. */
  reset?: boolean;
  log?: Log;
  /** Where DATABASE_URL, NATS_URL and OIDC_ISSUER are looked up. Default: process.env. */
  environment?: NodeJS.ProcessEnv;
}

/** Starts everything, in order, and returns when every service takes traffic. */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const folder = new DataFolder(options.dataDir);
  await folder.lock();
  let platform: Platform | undefined;
  try {
    if (options.reset) await folder.reset();
    if (folder.isNew) await options.onNewFolder?.();
    platform = await Platform.prepare(folder, options);
    await platform.startAll();
    return platform;
  } catch (error) {
    await (platform ? platform.stop() : folder.unlock()).catch(() => undefined);
    throw error;
  }
}

export class Platform {
  private readonly replicas = new Map<DeployedService, ServiceReplica[]>();
  private readonly environments = new Map<DeployedService, Record<string, string>>();
  private readonly portal: Portal;
  private written: Endpoints | undefined;
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly folder: DataFolder,
    private readonly options: PlatformOptions,
    private readonly log: Log,
    private readonly ports: PortPlan,
    private readonly secrets: Secrets,
    private readonly database: Database,
    private readonly bus: Bus,
    private readonly identity: Identity,
    /** Business time, for `clock.advance(milliseconds)`; undefined where services run on the system's clock. */
    readonly clock: BusinessTime | undefined,
    private readonly city: { unitsFile: string; site: Record<string, string>; fontsFolder: string | undefined; attachmentsFolder: string },
  ) {
    this.portal = new Portal({ port: ports.portal, publication: () => this.urlsOf('publication')[0], intake: () => this.urlsOf('intake')[0] });
  }

  static async prepare(folder: DataFolder, options: PlatformOptions): Promise<Platform> {
    const environment = options.environment ?? process.env;
    const log = options.log ?? (() => undefined);
    const controllableClock = options.controllableClock ?? true;
    const given = { database: environment.DATABASE_URL, nats: environment.NATS_URL, issuer: environment.OIDC_ISSUER };
    const unitsFile = environment.UNITS_FILE || sampleUnitsFile;
    const { city, units } = await loadUnits(unitsFile);
    const clients = sampleClients(units);
    const people = samplePeople(units);
    const secrets = await openSecrets(folder.secrets, [...clients.map((client) => client.id), consoleClientId]);
    const needed: Listener[] = ['portal'];
    needed.push(...deployedServices.filter((service) => (options.services?.[service] ?? 1) > 0).flatMap((service) => [service, `${service}-operations` as const]));
    if (!given.database) needed.push('postgres');
    if (!given.nats) needed.push('nats');
    if (!given.issuer) needed.push('issuer');
    const ports = await planPorts(options.portBase ?? portBaseOf(environment.WENZHENG_PORT_BASE), needed);

    const supervise = options.supervise ?? false;
    const database = new Database({ folder, port: ports.postgres, given: given.database, supervise, log });
    const bus = new Bus({ folder, port: ports.nats, secrets, controllableClock, given: given.nats, environment, supervise, log });
    const identity = new Identity({ port: ports.issuer, clients, people, consoleUrl: `http://127.0.0.1:${ports.console}`, secrets, given: given.issuer, environment, log });
    const clock = controllableClock ? new BusinessTime(bus, folder.clock, options.startAt) : undefined;
    const site = { ...(unitsFile === sampleUnitsFile && !environment.CITY_NAME ? sampleSite : {}), CITY_NAME: environment.CITY_NAME || city };
    return new Platform(folder, options, log, ports, secrets, database, bus, identity, clock, { unitsFile, site, fontsFolder: await fontsAtHand(), attachmentsFolder: folder.attachments });
  }

  /** Where everything listens, and the sign-ins; also in endpoints.json. */
  get endpoints(): Endpoints {
    if (!this.written) throw new Error('the platform has not started');
    return this.written;
  }

  get dataDir(): string {
    return this.folder.path;
  }

  /** Address of each replica of a service. */
  urlsOf(service: DeployedService): string[] {
    return (this.replicas.get(service) ?? []).map((replica) => replica.url);
  }

  /** And of its second port. */
  operationsUrlsOf(service: DeployedService): string[] {
    return (this.replicas.get(service) ?? []).map((replica) => replica.operationsUrl);
  }

  pidOf(service: DeployedService, replica = 0): number | undefined {
    return this.replica(service, replica).pid;
  }

  /** A crash, by default; answers how the process ended. Without supervision the service stays away until `start`. */
  async kill(service: DeployedService, signal: NodeJS.Signals = 'SIGKILL', replica = 0): Promise<Exit | undefined> {
    return this.replica(service, replica).kill(signal);
  }

  /** Starts the replicas that do not run, and waits until all take traffic. */
  async start(service: DeployedService): Promise<void> {
    await Promise.all((this.replicas.get(service) ?? []).map((replica) => replica.start()));
  }

  /** One replica after the other, as an upgrade does. */
  async restart(service: DeployedService): Promise<void> {
    for (const replica of this.replicas.get(service) ?? []) {
      await replica.stop();
      await replica.start();
    }
  }

  /** `SIGKILL` is a crash of the database. */
  stopPostgres(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    return this.database.stop(signal);
  }

  startPostgres(): Promise<void> {
    return this.database.start();
  }

  stopNats(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    return this.bus.stop(signal);
  }

  startNats(): Promise<void> {
    return this.bus.start();
  }

  /** Loses every stream; they and the durables come back empty. */
  wipeStreams(): Promise<void> {
    return this.bus.wipe();
  }

  /** Services first, then what they stand on. Data stay. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  async startAll(): Promise<void> {
    await Promise.all([this.database.start(), this.bus.start(), this.identity.start()]);
    const [{ serviceUrls, ownerUrls }] = await Promise.all([
      this.database.createRoles(this.secrets.databaseRoles, this.secrets.databaseOwners),
      this.bus.applyTopology(),
    ]);
    await this.clock?.open();
    this.log('Roles and schemas, streams and durables: ready');
    await this.prepareServices(serviceUrls);
    await this.portal.start();
    this.log('Services 服务: bringing their schemas up to date, and starting');
    const owners = new Map([...this.environments.keys()].map((service) => [service, ownerUrls[service]]));
    const migrated = migrate(owners, inheritedEnvironment(this.options.environment ?? process.env));
    await Promise.all(
      [...migrated].map(async ([service, ready]) => {
        await ready;
        if (!this.stopping) await this.start(service);
      }),
    );
    this.written = this.describe();
    await writeEndpoints(this.folder.endpoints, this.written);
  }

  private async prepareServices(databaseUrls: Record<DeployedService, string>): Promise<void> {
    const environment = this.options.environment ?? process.env;
    const around = {
      databaseUrls,
      natsUrl: this.bus.url,
      natsUsers: this.bus.serviceUsers(),
      issuer: this.identity.issuer,
      ledgerReader: this.identity.client('deadline-supervision'),
      consoleClient: this.identity.client('console'),
      portalUrl: this.portal.url,
      serviceUrls: this.urls((service) => service),
      operationsUrls: this.urls((service) => `${service}-operations`),
      controllableClock: this.clock !== undefined,
      probed: this.options.probed ?? false,
      ...this.city,
      secrets: this.secrets,
    };
    for (const service of deployedServices) {
      const count = this.options.services?.[service] ?? 1;
      if (count === 0) continue;
      const env = { ...environmentOf(service, around, environment), ...this.options.env?.[service] };
      this.environments.set(service, env);
      const replicas: ServiceReplica[] = [];
      for (let index = 0; index < count; index++) {
        replicas.push(
          new ServiceReplica({
            service,
            index,
            port: index === 0 ? this.ports[service] : await freePort(),
            operationsPort: index === 0 ? this.ports[`${service}-operations`] : await freePort(),
            env,
            logFile: this.folder.logOf(index === 0 ? service : `${service}-${index}`),
            supervise: this.options.supervise ?? false,
            log: this.log,
          }),
        );
      }
      this.replicas.set(service, replicas);
    }
  }

  private async stopAll(): Promise<void> {
    await this.portal.stop();
    await Promise.all([...this.replicas.values()].flat().map((replica) => replica.stop()));
    await this.clock?.close();
    await this.identity.stop();
    await this.bus.release();
    await this.database.release();
    await this.folder.unlock();
  }

  private urls(listenerOf: (service: DeployedService) => Listener): Record<DeployedService, string> {
    const urls = deployedServices.map((service) => [service, `http://127.0.0.1:${this.ports[listenerOf(service)]}`]);
    return Object.fromEntries(urls) as Record<DeployedService, string>;
  }

  private describe(): Endpoints {
    return {
      portal: this.portal.url,
      services: this.urls((service) => service),
      operations: this.urls((service) => `${service}-operations`),
      issuer: this.identity.issuer,
      tokenEndpoint: this.identity.tokenEndpoint,
      postgres: this.database.adminUrl,
      nats: this.bus.url,
      natsUsers: { deploy: this.bus.userOf('deploy'), operator: this.bus.userOf('operator'), 'supervision-office': this.bus.userOf('supervision-office') },
      channelKeys: this.secrets.channelKeys,
      clients: this.identity.credentials(),
      people: this.identity.people(),
    };
  }

  private replica(service: DeployedService, index: number): ServiceReplica {
    const replica = this.replicas.get(service)?.[index];
    if (!replica) throw new Error(`the platform runs no replica ${index} of ${service}`);
    return replica;
  }
}
