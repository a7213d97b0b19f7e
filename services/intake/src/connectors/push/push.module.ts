import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { ProbeModule } from '../../probe/probe.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { SandboxModule } from '../../sandbox/sandbox.module.js';
import { UnitModule } from '../../unit/unit.module.js';
import { WriterModule } from '../../writer/writer.module.js';
import { PushedMessages } from './pushed-messages.service.js';
import { PushConnector } from './push.connector.js';
import { IntegrationProbes } from './push.probing.js';
import { PushController } from './push.controller.js';
import { OwnWebhookController } from './webhook/own-webhook.controller.js';
import { WebhookController } from './webhook/webhook.controller.js';
import { WebhookFailures } from './webhook/webhook-failures.service.js';
import { WebhookService } from './webhook/webhook.service.js';

/** 渠道接入: integrations that push messages with a channel's key. */
@Module({ imports: [AccessModule, RegistrationModule, DeliveryModule, ProbeModule, SandboxModule, UnitModule, WriterModule], controllers: [PushController, OwnWebhookController, WebhookController], providers: [PushConnector, PushedMessages, IntegrationProbes, WebhookService, WebhookFailures], exports: [PushConnector, PushedMessages, IntegrationProbes] })
export class PushModule {}
