import { Module, type DynamicModule } from '@nestjs/common';
import { CalendarModule, LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { PageFrameModule, siteOf } from '@wenzheng/page-frame';
import { AuditModule, PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { PublicationConfig } from './config.js';
import { ArchiveModule } from './archive/archive.module.js';
import { ContentModule } from './content/content.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { entities } from './entities.js';
import { ForumModule } from './forum/forum.module.js';
import { HotIssueModule } from './hot-issue/hot-issue.module.js';
import { MessageModule } from './message/message.module.js';
import { PagesModule } from './pages/pages.module.js';
import { PolicyDocumentModule } from './policy-document/policy-document.module.js';
import { PortalModule } from './portal/portal.module.js';
import { ProbeModule } from './probe/probe.module.js';
import { ProjectionModule } from './projection/projection.module.js';
import { PublishingModule } from './publishing/publishing.module.js';
import { ReadBackModule } from './read-back/read-back.module.js';
import { ReadsModule } from './reads.js';
import { RedactionModule } from './redaction/redaction.module.js';
import { ReviewModule } from './review/review.module.js';
import { SearchModule } from './search/search.module.js';
import { SessionModule } from './session/session.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { CLOCK, CONFIG } from './tokens.js';
import { TransparencyModule } from './transparency/transparency.module.js';
import { UnitModule } from './unit/unit.module.js';

/** The whole service: its wings, from the ground (`wings.ts`). */
@Module({})
export class PublicationModule {
  static register(config: PublicationConfig, clock: Clock): DynamicModule {
    return {
      module: PublicationModule,
      global: true,
      imports: [
        PlatformModule.forRoot({ service: 'publication', config, entities }),
        MessagingModule.forRoot({ service: 'publication', config, clock }),
        LedgerModule.forRoot({ service: 'publication', relation: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
        CalendarModule,
        AuditModule.forRoot(clock),
        ReadsModule.forRoot(config),
        PageFrameModule.forRoot(siteOf(config)),
        RedactionModule,
        PublishingModule,
        SearchModule,
        UnitModule,
        ProjectionModule,
        SessionModule,
        ForumModule,
        StatisticsModule,
        ProbeModule,
        DirectoryModule,
        PolicyDocumentModule,
        HotIssueModule,
        ReviewModule,
        ContentModule,
        MessageModule,
        ArchiveModule,
        PortalModule,
        TransparencyModule,
        ReadBackModule,
        PagesModule,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}
