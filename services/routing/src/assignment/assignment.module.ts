import { Module } from '@nestjs/common';
import { NotificationModule } from '../notification/notification.module.js';
import { MessageModule } from '../message/message.module.js';
import { SuggestionModule } from '../suggestion/suggestion.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { AssignmentController } from './assignment.controller.js';
import { DisputeController } from './dispute/dispute.controller.js';
import { DisputeQueue } from './dispute/dispute-queue.service.js';
import { Disputes } from './dispute/disputes.service.js';
import { DispatchFiguresController } from './figures/dispatch-figures.controller.js';
import { DispatchCounting } from './figures/dispatch-figures.service.js';
import { HoldingPenAlarm } from './holding-pen/holding-pen-alarm.service.js';
import { Recalls } from './holding-pen/recalls.service.js';
import { Sessions } from './session/sessions.service.js';
import { OfficeAssignments } from './office-assignments.service.js';
import { Returns } from './returns.service.js';

/** 分派: which unit has a message, or the holding pen 待分拨. */
@Module({
  imports: [NotificationModule, MessageModule, UnitModule, SuggestionModule],
  controllers: [AssignmentController, DisputeController, DispatchFiguresController],
  providers: [Sessions, OfficeAssignments, Returns, Disputes, DisputeQueue, DispatchCounting, Recalls, HoldingPenAlarm],
  exports: [Sessions, Recalls, HoldingPenAlarm, DisputeQueue],
})
export class AssignmentModule {}
