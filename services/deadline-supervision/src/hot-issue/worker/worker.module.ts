import { Module, type DynamicModule } from '@nestjs/common';
import { MessagingModule } from '@wenzheng/messaging';
import { PlatformModule } from '@wenzheng/platform';
import type { SupervisionConfig } from '../../config.js';
import { GroupingModule } from '../grouping/grouping.module.js';

/** What the thread of hot issues consists of: a database pool, a NATS connection and the handlers of its events. It publishes nothing itself. */
@Module({})
export class HotIssueWorkerModule {
  static register(config: SupervisionConfig): DynamicModule {
    const service = 'deadline-supervision';
    return {
      module: HotIssueWorkerModule,
      imports: [
        PlatformModule.forRoot({ service, config }),
        // In trials business time is moved, and this thread does not follow it.
        MessagingModule.forRoot({ service, config, relay: false, groups: ['hot-issues'], ...(config.CLOCK === 'system' ? { clock: { now: () => new Date() } } : {}) }),
        GroupingModule,
      ],
    };
  }
}
