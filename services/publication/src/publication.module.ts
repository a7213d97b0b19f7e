import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { PlatformModule } from '@wenzheng/platform';
import { stateCouncilCalendar, type Clock } from '@wenzheng/working-days';
import { CALENDAR } from './calendar.js';
import { CLOCK } from './clock.js';
import { PUBLICATION_CONFIG, type PublicationConfig } from './config.js';
import { entities } from './entities.js';
import { MessageReader } from './messages/message.reader.js';
import { MessagesController } from './messages/messages.controller.js';
import { ErrorPageModule } from './portal/error-page.module.js';
import { PortalController } from './portal/portal.controller.js';
import { PortalService } from './portal/portal.service.js';
import { ProjectionHandlers } from './projection/projection.handlers.js';
import { ProjectionService } from './projection/projection.service.js';
import { PublishingService } from './publishing/publishing.service.js';
import { OriginalReader } from './query/original.reader.js';
import { QueryController } from './query/query.controller.js';
import { TicketService } from './query/ticket.service.js';
import { RedactionService } from './redaction/redaction.service.js';
import { ReadsModule } from './reads.js';
import { WordSearch } from './search/word-search.js';
import { UnitHandlers } from './units/unit.handlers.js';
import { UnitService } from './units/unit.service.js';

@Module({})
export class PublicationModule {
  static register(config: PublicationConfig, clock: Clock): DynamicModule {
    return {
      module: PublicationModule,
      imports: [
        PlatformModule.forRoot({ service: 'publication', config, entities }),
        MessagingModule.forRoot({ service: 'publication', config }),
        LedgerModule.forRoot({ service: 'publication', relation: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
        ReadsModule.forRoot(config),
        ErrorPageModule.forRoot(config),
      ],
      controllers: [PortalController, QueryController, MessagesController, ProjectionHandlers, UnitHandlers],
      providers: [
        { provide: PUBLICATION_CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: CALENDAR, useValue: stateCouncilCalendar },
        ProjectionService,
        PublishingService,
        RedactionService,
        UnitService,
        WordSearch,
        MessageReader,
        PortalService,
        TicketService,
        OriginalReader,
      ],
    };
  }
}
