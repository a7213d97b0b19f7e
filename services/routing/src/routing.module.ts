import { Module, type DynamicModule } from '@nestjs/common';
import { CalendarModule, LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { AuditModule, PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { AssignmentModule } from './assignment/assignment.module.js';
import type { RoutingConfig } from './config.js';
import { entities } from './entities.js';
import { CoHandlingModule } from './co-handling/co-handling.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { ImportModule } from './import/import.module.js';
import { MessageModule } from './message/message.module.js';
import { NotificationModule } from './notification/notification.module.js';
import { QueueModule } from './queue/queue.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { RenewalModule } from './renewal/renewal.module.js';
import { ReplyModule } from './reply/reply.module.js';
import { RulingModule } from './ruling/ruling.module.js';
import { SuggestionModule } from './suggestion/suggestion.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';
import { CLOCK, CONFIG } from './tokens.js';
import { TransferModule } from './transfer/transfer.module.js';
import { UnitModule } from './unit/unit.module.js';
import { WriterModule } from './writer/writer.module.js';

@Module({})
export class RoutingModule {
  static register(config: RoutingConfig, clock: Clock): DynamicModule {
    return {
      module: RoutingModule,
      // Every wing may inject the two values below.
      global: true,
      imports: [
        PlatformModule.forRoot({ service: 'routing', config, entities }),
        MessagingModule.forRoot({ service: 'routing', config, clock }),
        LedgerModule.forRoot({ service: 'routing', relation: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
        CalendarModule,
        AuditModule.forRoot(clock),
        UnitModule,
        NotificationModule,
        MessageModule,
        SuggestionModule,
        AssignmentModule,
        ReplyModule,
        SupervisionModule,
        RulingModule,
        TransferModule,
        WriterModule,
        ImportModule,
        RenewalModule,
        IdentityModule,
        CoHandlingModule,
        RegistrationModule,
        QueueModule,
        HousekeepingModule,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}
