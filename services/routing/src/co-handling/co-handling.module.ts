import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { NotificationModule } from '../notification/notification.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { CoTaskController } from './co-task.controller.js';
import { CoTaskQueue } from './co-task-queue.service.js';
import { CoTasks } from './co-tasks.service.js';

/** 主办、协办: what other units contribute to the one answer of the lead. */
@Module({ imports: [MessageModule, NotificationModule, UnitModule], controllers: [CoTaskController], providers: [CoTasks, CoTaskQueue], exports: [CoTaskQueue] })
export class CoHandlingModule {}
