import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { createDataSource, type DataSource } from '@wenzheng/platform';
import type { PublicationConfig } from './config.js';

/** Connections for what the public reads, apart from those for events and readiness, which a flood of readers must not starve. */
export const READS = Symbol('reads');

// A reader waits no longer; what takes longer than this would be a search that no index helps.
const statementTimeoutMs = 1_000;

@Module({})
export class ReadsModule implements OnApplicationShutdown {
  constructor(@Inject(READS) private readonly reads: DataSource) {}

  static forRoot(config: PublicationConfig): DynamicModule {
    const useFactory = () => createDataSource({ url: config.DATABASE_URL, service: 'publication-reads', poolSize: config.READ_POOL, statementTimeoutMs }).initialize();
    return { module: ReadsModule, global: true, providers: [{ provide: READS, useFactory }], exports: [READS] };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.reads.isInitialized) await this.reads.destroy();
  }
}
