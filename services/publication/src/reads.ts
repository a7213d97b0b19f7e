import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { createDataSource, type DataSource } from '@wenzheng/platform';
import type { PublicationConfig } from './config.js';
import { READS } from './tokens.js';

// A reader waits no longer; what takes longer than this would be a search that no index helps.
const statementTimeoutMs = 1_000;

/** Makes the connections of {@link READS}. */
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
