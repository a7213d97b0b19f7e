import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { PushConnector } from './push.connector.js';
import { PushController } from './push.controller.js';
import { OwnWebhookController } from './webhook/own-webhook.controller.js';
import { WebhookController } from './webhook/webhook.controller.js';
import { WebhookFailures } from './webhook/webhook-failures.service.js';
import { WebhookService } from './webhook/webhook.service.js';

/** 渠道接入: integrations that push messages with a channel's key. */
@Module({ imports: [AccessModule, RegistrationModule, DeliveryModule], controllers: [PushController, OwnWebhookController, WebhookController], providers: [PushConnector, WebhookService, WebhookFailures], exports: [PushConnector] })
export class PushModule {}
