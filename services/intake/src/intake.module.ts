import { Module, type DynamicModule } from '@nestjs/common';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { CalendarModule, LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { PageFrameModule, siteOf } from '@wenzheng/page-frame';
import { askBeforeBody, AuditModule, PlatformModule, readJson, TokenVerifier, useParser } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyRequest } from 'fastify';
import { AccessModule } from './access/access.module.js';
import { AttachmentModule } from './attachment/attachment.module.js';
import { acceptUploads } from './attachment/upload/upload.route.js';
import { admitKeeper, channelKeeper } from './access/channel-keeper.guard.js';
import { anyKey, channelKey, refuseReal, sandboxKey } from './access/channel-key.guard.js';
import { ChannelKeys } from './access/channel-keys.js';
import type { IntakeConfig } from './config.js';
import { eventMediaTypes } from './connectors/cloud-events/event.js';
import { ConnectorsModule } from './connectors/connectors.module.js';
import { acceptForms } from './connectors/form/form.route.js';
import { shortenPushRoute } from './connectors/push/push.route.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { entities } from './entities.js';
import { ForumModule } from './forum/forum.module.js';
import { DirectoryModule } from './directory/directory.module.js';
import { HoldModule } from './hold/hold.module.js';
import { ImportModule } from './import/import.module.js';
import { LikesModule } from './likes/likes.module.js';
import { MessageModule } from './message/message.module.js';
import { PortalModule } from './portal/portal.module.js';
import { ProbeModule } from './probe/probe.module.js';
import { QuestionModule } from './question/question.module.js';
import { QueryModule } from './query/query.module.js';
import { ReceiptModule } from './receipt/receipt.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { SandboxModule } from './sandbox/sandbox.module.js';
import { SessionModule } from './session/session.module.js';
import { StatusModule } from './status/status.module.js';
import { TicketIssuer } from './query/ticket.js';
import { CLOCK, CONFIG } from './tokens.js';
import { UnitModule } from './unit/unit.module.js';
import { VaultModule } from './vault/vault.module.js';
import { admitWriter, writersTicket } from './query/ticket.guard.js';
import { WriterModule } from './writer/writer.module.js';

/** 受理: registers each message once, keeps who wrote it, and carries replies back. Its wings, from the ground (`wings.ts`). */
@Module({})
export class IntakeModule {
  static register(config: IntakeConfig, clock: Clock): DynamicModule {
    return {
      module: IntakeModule,
      // Every wing may inject the two values below.
      global: true,
      imports: [
        PlatformModule.forRoot({ service: 'intake', config, entities }),
        MessagingModule.forRoot({ service: 'intake', config, clock }),
        LedgerModule.forRoot({ service: 'intake', relation: 'registered_message', held: 'message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
        PageFrameModule.forRoot(siteOf(config)),
        CalendarModule,
        AuditModule.forRoot(clock),
        AccessModule,
        ReceiptModule,
        VaultModule,
        UnitModule,
        ProbeModule,
        SessionModule,
        MessageModule,
        RegistrationModule,
        ImportModule,
        LikesModule,
        QueryModule,
        DeliveryModule,
        PortalModule,
        QuestionModule,
        SandboxModule,
        AttachmentModule,
        HoldModule,
        StatusModule,
        WriterModule,
        ConnectorsModule,
        DirectoryModule,
        ForumModule,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}

/** Before the application listens. */
export function configureRoutes(app: NestFastifyApplication): void {
  const keys = app.get(ChannelKeys, { strict: false });
  const admit = ({ headers, params }: FastifyRequest, takesSandbox: boolean) => keys.admit(headers.authorization, (params as { channel?: string }).channel, { takesSandbox });
  askBeforeBody(app, channelKey, (request) => admit(request, false));
  askBeforeBody(app, anyKey, (request) => admit(request, true));
  askBeforeBody(app, sandboxKey, (request) => refuseReal(admit(request, true)));
  const verifier = app.get(TokenVerifier, { strict: false });
  askBeforeBody(app, channelKeeper, (request) => admitKeeper(keys, verifier, request));
  const tickets = app.get(TicketIssuer, { strict: false });
  askBeforeBody(app, writersTicket, (request) => admitWriter(tickets, request));
  for (const type of Object.values(eventMediaTypes)) useParser(app.getHttpAdapter() as FastifyAdapter, type, readJson);
  shortenPushRoute(app);
  acceptUploads(app);
  acceptForms(app);
}
