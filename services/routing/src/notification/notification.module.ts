import { Module } from '@nestjs/common';
import { ContactController } from './contact.controller.js';
import { Courier } from './courier.js';
import { Notices } from './notices.service.js';
import { NotificationController } from './notification.controller.js';

/** 通知: what waits reaches the people for whom it waits. */
@Module({ controllers: [ContactController, NotificationController], providers: [Notices, Courier], exports: [Notices, Courier] })
export class NotificationModule {}
