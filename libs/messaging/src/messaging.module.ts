import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { ServiceName, SubscriberGroup } from '@wenzheng/contracts';
import { DATA_SOURCE, LOGGER, Metrics, Readiness, type DataSource, type Logger } from '@wenzheng/platform';
import { observeBus } from './bus-metrics.js';
import { assertRetention, type MessagingConfig } from './config.js';
import { DeadLetterController } from './dead-letters/dead-letters.controller.js';
import { DeadLetters } from './dead-letters/dead-letters.service.js';
import { BUSINESS_CLOCK, type BusinessClock } from './business-clock.js';
import { DueWorks } from './due-work/due-work.js';
import { JetStreamStrategy } from './consumer/jetstream.strategy.js';
import { NatsLink } from './bus/nats.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxController } from './outbox/outbox.controller.js';
import { Relay } from './outbox/relay.js';
import { Retention } from './outbox/retention.js';

export interface MessagingOptions {
  service: ServiceName;
  config: MessagingConfig;
  /** false: this process publishes nothing, as a one-off command. Default true. */
  relay?: boolean;
  /** Whose durables this process reads, null those of the service itself. Default: its own, and of each group that it has handlers of. */
  groups?: readonly (SubscriberGroup | null)[];
  /** Business time: events that claim to come from after it are set aside. */
  clock?: BusinessClock;
}

const SERVICE = Symbol('service');
const RELAY_ENABLED = Symbol('relay enabled');

/**
 * The bus, for a whole service: connection, outbox with its relay, inbox with its retention, dead letters. It needs the
 * platform module, and `messagingMigrations` in the service's schema.
 */
@Global()
@Module({})
export class MessagingModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(NatsLink) private readonly link: NatsLink,
    @Inject(Relay) private readonly relay: Relay,
    @Inject(Retention) private readonly retention: Retention,
    @Inject(RELAY_ENABLED) private readonly relayEnabled: boolean,
    @Inject(SERVICE) private readonly service: ServiceName,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Readiness) private readonly readiness: Readiness,
  ) {}

  /** @throws ConfigurationError when the inbox would forget events that may still come back */
  static forRoot({ service, config, relay = true, groups, clock }: MessagingOptions): DynamicModule {
    assertRetention(config);
    return {
      module: MessagingModule,
      controllers: [DeadLetterController, OutboxController],
      providers: [
        { provide: SERVICE, useValue: service },
        { provide: RELAY_ENABLED, useValue: relay },
        { provide: BUSINESS_CLOCK, useValue: clock ?? { now: () => new Date() } },
        {
          provide: NatsLink,
          inject: [LOGGER],
          useFactory: async (logger: Logger) => {
            const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = config;
            const link = new NatsLink({ url, user, password, name: service, service }, logger);
            await link.start();
            return link;
          },
        },
        { provide: Outbox, inject: [DATA_SOURCE], useFactory: (dataSource: DataSource) => new Outbox(dataSource) },
        {
          provide: Relay,
          inject: [DATA_SOURCE, NatsLink, LOGGER, Metrics],
          useFactory: (dataSource: DataSource, link: NatsLink, logger: Logger, metrics: Metrics) => new Relay(dataSource, link, logger, metrics),
        },
        {
          provide: Retention,
          inject: [DATA_SOURCE, LOGGER],
          useFactory: (dataSource: DataSource, logger: Logger) => new Retention(dataSource, logger, config),
        },
        {
          provide: JetStreamStrategy,
          inject: [DATA_SOURCE, NatsLink, LOGGER, Metrics],
          useFactory: (dataSource: DataSource, link: NatsLink, logger: Logger, metrics: Metrics) =>
            new JetStreamStrategy({ service, dataSource, link, logger, metrics, ...(groups ? { groups } : {}), ...(clock ? { clock } : {}) }),
        },
        { provide: DueWorks, inject: [DATA_SOURCE, LOGGER], useFactory: (dataSource: DataSource, logger: Logger) => new DueWorks(dataSource, logger) },
        {
          provide: DeadLetters,
          inject: [DATA_SOURCE, JetStreamStrategy, DueWorks],
          useFactory: (dataSource: DataSource, strategy: JetStreamStrategy, dueWorks: DueWorks) =>
            new DeadLetters(dataSource, (...letter) => strategy.invoke(...letter), dueWorks),
        },
      ],
      exports: [NatsLink, Outbox, JetStreamStrategy, DeadLetters, DueWorks],
    };
  }

  onModuleInit(): void {
    observeBus(this.metrics, this.service, this.dataSource, this.link);
    // Without the bus a service goes on: what it has to say waits in its outbox.
    this.readiness.register('bus', () => this.link.check(), { needed: false });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.retention.start();
    if (this.relayEnabled) this.relay.start();
  }

  /** When requests have been answered and handlers have ended, whose events are still published. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay.stop(), this.retention.stop()]);
    await this.link.stop();
  }
}

/** For `app.connectMicroservice({ strategy: createStrategy(app) })`, before `app.startAllMicroservices()`. */
export const createStrategy = (app: INestApplicationContext): JetStreamStrategy => app.get(JetStreamStrategy);
