import { Module } from '@nestjs/common';
import { QueueController } from './queue.controller.js';
import { Queue } from './queue.service.js';

/** What units and offices read. */
@Module({ controllers: [QueueController], providers: [Queue] })
export class QueueModule {}
