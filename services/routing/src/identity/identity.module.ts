import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { NotificationModule } from '../notification/notification.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { IdentityEndings } from './identity-endings.service.js';
import { IdentityRequestController } from './identity-request.controller.js';
import { IdentityRequestQueue } from './identity-request-queue.service.js';
import { IdentityRequests } from './identity-requests.service.js';

/** 身份查阅: who asks to read who wrote a message, and who grants it. */
@Module({
  imports: [MessageModule, NotificationModule, UnitModule],
  controllers: [IdentityRequestController],
  providers: [IdentityRequests, IdentityRequestQueue, IdentityEndings],
  exports: [IdentityRequests, IdentityRequestQueue, IdentityEndings],
})
export class IdentityModule {}
