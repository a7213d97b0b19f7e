import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { NotificationModule } from '../notification/notification.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { RatingHandlers } from './rating.handlers.js';
import { Ratings } from './ratings.service.js';
import { RenewalController } from './renewal.controller.js';
import { RenewalQueues } from './renewal-queues.service.js';

/** 不满意、二次办理: what writers think of the answer, and what the information office makes of it. */
@Module({ imports: [MessageModule, NotificationModule, ReplyModule, UnitModule], controllers: [RenewalController, RatingHandlers], providers: [Ratings, RenewalQueues], exports: [RenewalQueues] })
export class RenewalModule {}
