import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { PortalModule } from '../portal/portal.module.js';
import { QueryModule } from '../query/query.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { FollowUps } from './follow-ups.service.js';
import { StandingReader } from './standing.service.js';
import { WriterController } from './writer.controller.js';
import { WriterPagesController } from './writer-pages.controller.js';
import { WriterService } from './writer.service.js';

/** 留言人: withdraws, objects, rates and asks again, by number and code. */
@Module({ imports: [DeliveryModule, PortalModule, QueryModule, RegistrationModule, VaultModule], controllers: [WriterController, WriterPagesController], providers: [WriterService, FollowUps, StandingReader], exports: [FollowUps] })
export class WriterModule {}
