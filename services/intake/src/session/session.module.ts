import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { HoldingController } from './holding/holding.controller.js';
import { HoldingService } from './holding/holding.service.js';
import { InterviewPlanController } from './plan/plan.controller.js';
import { InterviewPlans } from './plan/plan.service.js';
import { SessionChanges } from './session-changes.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';

/** 在线访谈、网民座谈会: announced, postponed, cancelled, coached, opened and closed, and which questions they take. */
@Module({ imports: [UnitModule], controllers: [SessionController, HoldingController, InterviewPlanController], providers: [SessionService, SessionChanges, HoldingService, InterviewPlans], exports: [SessionService, SessionChanges] })
export class SessionModule {}
