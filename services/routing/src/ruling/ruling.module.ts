import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { ObjectionHandlers } from './objection/objection.handlers.js';
import { Objections } from './objection/objections.service.js';
import { RulingQueue } from './office-queue.service.js';
import { RulingController } from './ruling.controller.js';
import { Rulings } from './rulings.service.js';

/** 无效认定: what a unit proposes and the information office rules, and what is objected to it. */
@Module({
  imports: [MessageModule],
  controllers: [RulingController, ObjectionHandlers],
  providers: [Rulings, Objections, RulingQueue],
  exports: [RulingQueue, Rulings],
})
export class RulingModule {}
