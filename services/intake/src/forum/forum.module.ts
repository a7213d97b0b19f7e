import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ForumPlanController } from './plan/plan.controller.js';
import { ForumPlan } from './plan/plan.service.js';

/** 网民座谈会: planned phase by phase. */
@Module({ imports: [SessionModule, UnitModule], controllers: [ForumPlanController], providers: [ForumPlan] })
export class ForumModule {}
