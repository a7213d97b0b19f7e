import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { AllowedActions } from './allowed-actions.js';
import { QueueController } from './queue.controller.js';
import { Queue } from './queue.service.js';

/** What units and offices read. */
@Module({ imports: [UnitModule, ReplyModule, IdentityModule], controllers: [QueueController], providers: [Queue, AllowedActions] })
export class QueueModule {}
