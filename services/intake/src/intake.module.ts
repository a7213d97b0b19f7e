import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { authenticateBeforeBody, PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { OutboxLimit } from './access/outbox-limit.js';
import { CLOCK, INTAKE_CONFIG, type IntakeConfig } from './config.js';
import { CHANNELS, type Channels } from './delivery/channel.js';
import { Delivery } from './delivery/delivery.entity.js';
import { DeliveryWorker } from './delivery/delivery.worker.js';
import { PublishedExtensionNotice, PublishedReply } from './delivery/reply.entity.js';
import { RepliesHandlers } from './delivery/replies.handlers.js';
import { RepliesService } from './delivery/replies.service.js';
import { ImportController } from './imports/import.controller.js';
import { ImportService } from './imports/import.service.js';
import { LikesController } from './likes/likes.controller.js';
import { LikesService } from './likes/likes.service.js';
import { QueryController } from './query/query.controller.js';
import { QueryService } from './query/query.service.js';
import { NumberBlock } from './receipt/number-block.entity.js';
import { CitizenMessage } from './message/message.entity.js';
import { MessageStore } from './registration/message-store.js';
import { RegistrationController } from './registration/registration.controller.js';
import { RegistrationService } from './registration/registration.service.js';
import { ReconciliationService } from './status/reconciliation.service.js';
import { SessionController } from './session/session.controller.js';
import { LiveSession } from './session/session.entity.js';
import { SessionService } from './session/session.service.js';
import { StatusController } from './status/status.controller.js';
import { StatusService } from './status/status.service.js';
import { VaultController } from './vault/vault.controller.js';
import { VaultEntry, VaultRead } from './vault/vault.entity.js';
import { VaultService } from './vault/vault.service.js';
import { WebhookChannel } from './webhook/webhook-channel.js';
import { WebhookController } from './webhook/webhook.controller.js';
import { Webhook } from './webhook/webhook.entity.js';
import { WebhookService } from './webhook/webhook.service.js';

export const intakeEntities = [CitizenMessage, NumberBlock, VaultEntry, VaultRead, PublishedReply, PublishedExtensionNotice, Webhook, Delivery, LiveSession];

/** Every channel's way back, one line each. */
const channelsBack = {
  provide: CHANNELS,
  inject: [WebhookChannel],
  useFactory: (webhook: WebhookChannel): Channels => ({
    portal: webhook,
    board: webhook,
    interview: webhook,
    mailbox: webhook,
    forum: webhook,
    microblog: webhook,
  }),
};

const importRoute = '/v1/imports';
const importBodyLimit = 8 * 1024 * 1024;

/** 受理: registers each message once, keeps who wrote it, and carries replies back. */
@Module({})
export class IntakeModule {
  static register(config: IntakeConfig, clock: Clock): DynamicModule {
    return {
      module: IntakeModule,
      imports: [
        PlatformModule.forRoot({ service: 'intake', config, entities: intakeEntities }),
        MessagingModule.forRoot({ service: 'intake', config }),
        LedgerModule.forRoot({ service: 'intake', relation: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
      ],
      controllers: [RegistrationController, LikesController, StatusController, ImportController, VaultController, QueryController, WebhookController, SessionController, RepliesHandlers],
      providers: [
        { provide: INTAKE_CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        OutboxLimit,
        MessageStore,
        SessionService,
        RegistrationService,
        LikesService,
        StatusService,
        ReconciliationService,
        ImportService,
        VaultService,
        QueryService,
        WebhookService,
        WebhookChannel,
        channelsBack,
        RepliesService,
        DeliveryWorker,
      ],
    };
  }
}

/** Before the application listens: imports may be larger than any other request, for people who are known. */
export function configureRoutes(app: NestFastifyApplication): void {
  authenticateBeforeBody(app, [importRoute]);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === importRoute) route.bodyLimit = importBodyLimit;
    });
}
