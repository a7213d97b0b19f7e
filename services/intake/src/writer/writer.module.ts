import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { FollowUps } from './follow-ups.service.js';
import { WriterController } from './writer.controller.js';
import { WriterService } from './writer.service.js';

/** 留言人: withdraws, objects, rates and asks again, by number and code. */
@Module({ imports: [QueryModule, RegistrationModule, VaultModule], controllers: [WriterController], providers: [WriterService, FollowUps] })
export class WriterModule {}
