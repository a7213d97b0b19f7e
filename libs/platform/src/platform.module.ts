import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { AuthenticationGuard } from './access/authentication.js';
import { KnownParametersGuard } from './access/known-parameters.js';
import type { ServiceConfig } from './config.js';
import { DATA_SOURCE } from './database/database.js';
import { openDataSource } from './database/opening.js';
import { DatabaseRoom } from './database/room.js';
import { HealthController, Readiness } from './health.js';
import { createLogger, LOGGER } from './logging.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { RequestPipe } from './problem/request.pipe.js';
import { MetricsController } from './telemetry/metrics.controller.js';
import { Metrics } from './telemetry/metrics.js';
import { observePool, observeProcess } from './telemetry/platform-metrics.js';
import { TokenVerifier } from './access/token-verifier.js';

export interface PlatformOptions {
  service: string;
  config: ServiceConfig;
  entities?: DataSourceOptions['entities'];
}

/** What every service needs to start: database, logging, metrics, health, authentication, validation and errors. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  static forRoot(options: PlatformOptions): DynamicModule {
    const { service, config } = options;
    const logger = createLogger(service, config.LOG_LEVEL);
    const room = new DatabaseRoom(logger);
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: TokenVerifier, useValue: new TokenVerifier(config.OIDC_ISSUER, { roles: config.OIDC_ROLES_CLAIM, unit: config.OIDC_UNIT_CLAIM }) },
        {
          provide: DATA_SOURCE,
          useFactory: () =>
            openDataSource({ url: config.DATABASE_URL, service, poolSize: config.DATABASE_POOL, entities: options.entities, failed: room.failed }, logger),
        },
        {
          provide: Metrics,
          inject: [DATA_SOURCE],
          useFactory: (dataSource: DataSource) => {
            const metrics = new Metrics();
            observeProcess(metrics);
            observePool(metrics, dataSource);
            return metrics;
          },
        },
        {
          provide: Readiness,
          inject: [DATA_SOURCE],
          useFactory: (dataSource: DataSource) => {
            const readiness = new Readiness();
            readiness.register('database', async () => void (await dataSource.query('SELECT 1')));
            // What is public can be read without.
            readiness.register('database-room', () => room.check(), { needed: false });
            return readiness;
          },
        },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: KnownParametersGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: RequestPipe },
      ],
      exports: [LOGGER, DATA_SOURCE, Metrics, Readiness, TokenVerifier],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
