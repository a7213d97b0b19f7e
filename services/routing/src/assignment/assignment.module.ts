import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { AssignmentController } from './assignment.controller.js';
import { HoldingPenAlarm } from './holding-pen/holding-pen-alarm.service.js';
import { Recalls } from './holding-pen/recalls.service.js';
import { OfficeAssignments } from './office-assignments.service.js';
import { Returns } from './returns.service.js';

/** 分派: which unit has a message, or the holding pen 待分拨. */
@Module({
  imports: [MessageModule, UnitModule],
  controllers: [AssignmentController],
  providers: [OfficeAssignments, Returns, Recalls, HoldingPenAlarm],
  exports: [Recalls, HoldingPenAlarm],
})
export class AssignmentModule {}
