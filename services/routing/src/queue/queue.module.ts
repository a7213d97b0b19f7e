import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { QueueController } from './queue.controller.js';
import { Queue } from './queue.service.js';

/** What units and offices read. */
@Module({ imports: [UnitModule], controllers: [QueueController], providers: [Queue] })
export class QueueModule {}
