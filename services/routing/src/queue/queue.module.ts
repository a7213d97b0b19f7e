import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { CoHandlingModule } from '../co-handling/co-handling.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RenewalModule } from '../renewal/renewal.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { RulingModule } from '../ruling/ruling.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { AllowedActions } from './allowed-actions.js';
import { MeController } from './me.controller.js';
import { Me } from './me.service.js';
import { QueueController } from './queue.controller.js';
import { Queue } from './queue.service.js';
import { WaitingCounts } from './waiting-counts.service.js';

/** What units and offices read. */
@Module({
  imports: [UnitModule, ReplyModule, IdentityModule, CoHandlingModule, AssignmentModule, RenewalModule, RulingModule, TransferModule],
  controllers: [QueueController, MeController],
  providers: [Queue, AllowedActions, Me, WaitingCounts],
})
export class QueueModule {}
