import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ExtensionController } from './extension/extension.controller.js';
import { Extensions } from './extension/extensions.service.js';
import { Replies } from './replies.service.js';
import { ReplyController } from './reply.controller.js';
import { ReviewHandlers } from './review/review.handlers.js';
import { Reviews } from './review/reviews.service.js';

/** 答复: what a unit says in its own name, extensions 延期说明 among it, and what publication decided about it. */
@Module({
  imports: [MessageModule, UnitModule],
  controllers: [ReplyController, ExtensionController, ReviewHandlers],
  providers: [Replies, Extensions, Reviews],
})
export class ReplyModule {}
