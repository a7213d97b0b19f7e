import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { authenticateBeforeBody, PlatformModule } from '@wenzheng/platform';
import { stateCouncilCalendar, type Clock, type WorkingCalendar } from '@wenzheng/working-days';
import { AssignmentController } from './assignment/assignment.controller.js';
import { OfficeAssignments } from './assignment/office-assignments.service.js';
import { RegistrationHandlers } from './registration/registration.handlers.js';
import { Registration } from './registration/registration.service.js';
import { Returns } from './assignment/returns.service.js';
import type { RoutingConfig } from './config.js';
import { DeadlineHandlers } from './deadline/deadline.handlers.js';
import { Deadlines } from './deadline/deadlines.service.js';
import { DeskController } from './desk/desk.controller.js';
import { Desk } from './desk/desk.js';
import { Extensions } from './extension/extensions.service.js';
import { Replies } from './reply/replies.service.js';
import { entities } from './entities.js';
import { ImportController, importBodyLimit, importRoute } from './import/import.controller.js';
import { Imports } from './import/imports.service.js';
import { MessageController } from './message/message.controller.js';
import { Messages } from './message/messages.service.js';
import { PenAlarm } from './pen/pen-alarm.service.js';
import { Recalls } from './pen/recalls.service.js';
import { ReviewHandlers } from './review/review.handlers.js';
import { Reviews } from './review/reviews.service.js';
import { CALENDAR, CLOCK, CONFIG } from './tokens.js';
import { UnitController } from './unit/unit.controller.js';
import { UnitRegistry } from './unit/unit-registry.service.js';
import { Upkeep } from './upkeep.js';
import { UrgingOrderHandlers } from './urging-order/urging-order.handlers.js';
import { UrgingOrders } from './urging-order/urging-orders.service.js';

@Module({})
export class RoutingModule {
  static register(config: RoutingConfig, clock: Clock, calendar: WorkingCalendar = stateCouncilCalendar): DynamicModule {
    return {
      module: RoutingModule,
      imports: [
        PlatformModule.forRoot({ service: 'routing', config, entities }),
        MessagingModule.forRoot({ service: 'routing', config }),
        LedgerModule.forRoot({ service: 'routing', relation: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
      ],
      controllers: [
        UnitController,
        MessageController,
        AssignmentController,
        DeskController,
        ImportController,
        RegistrationHandlers,
        ReviewHandlers,
        DeadlineHandlers,
        UrgingOrderHandlers,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: CALENDAR, useValue: calendar },
        UnitRegistry,
        Messages,
        Registration,
        OfficeAssignments,
        Returns,
        Desk,
        Replies,
        Extensions,
        Reviews,
        Deadlines,
        UrgingOrders,
        Imports,
        Recalls,
        PenAlarm,
        Upkeep,
      ],
    };
  }
}

/** Before the application listens: imports may be larger than any other request, for people who are known. */
export function configureRoutes(app: NestFastifyApplication): void {
  authenticateBeforeBody(app, [importRoute]);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === importRoute) route.bodyLimit = importBodyLimit;
    });
}
