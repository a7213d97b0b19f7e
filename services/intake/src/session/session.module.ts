import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';

/** 在线访谈、网民座谈会: announced, postponed, cancelled, and which questions they take. */
@Module({ imports: [UnitModule], controllers: [SessionController], providers: [SessionService], exports: [SessionService] })
export class SessionModule {}
