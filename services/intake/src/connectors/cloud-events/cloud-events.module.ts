import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { PushModule } from '../push/push.module.js';
import { CloudEventsConnector } from './cloud-events.connector.js';
import { CloudEventsController } from './cloud-events.controller.js';

/** 事件接入: integrations that send CloudEvents with a channel's key. */
@Module({ imports: [AccessModule, RegistrationModule, PushModule], controllers: [CloudEventsController], providers: [CloudEventsConnector], exports: [CloudEventsConnector] })
export class CloudEventsModule {}
