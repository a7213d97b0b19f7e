import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MessageModule } from '../message/message.module.js';
import { ProbeModule } from '../probe/probe.module.js';
import { SessionModule } from '../session/session.module.js';
import { RegistrationService } from './registration.service.js';
import { Screening } from './screening/screening.service.js';

/** 受理登记: the way in for every connector, {@link RegistrationService.register}. */
@Module({ imports: [AccessModule, MessageModule, ProbeModule, SessionModule], providers: [RegistrationService, Screening], exports: [RegistrationService] })
export class RegistrationModule {}
