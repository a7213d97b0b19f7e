import { Module, type DynamicModule } from '@nestjs/common';
import { MessagingModule } from '@wenzheng/messaging';
import { PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { SupervisionConfig } from '../../config.js';
import { HotHiddenEntity } from '../forgetting/hidden.entity.js';
import { GroupingModule } from '../grouping/grouping.module.js';

/** What the thread of hot issues consists of: a database pool, a NATS connection and the handlers of its events. It publishes nothing itself. */
@Module({})
export class HotIssueWorkerModule {
  static register(config: SupervisionConfig, clock: Clock): DynamicModule {
    const service = 'deadline-supervision';
    return {
      module: HotIssueWorkerModule,
      imports: [
        PlatformModule.forRoot({ service, config, entities: [HotHiddenEntity] }),
        MessagingModule.forRoot({ service, config, clock, relay: false, groups: ['hot-issues'] }),
        GroupingModule,
      ],
    };
  }
}
