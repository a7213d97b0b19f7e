import { Inject, Module } from '@nestjs/common';
import { FormModule } from '../connectors/form/form.module.js';
import { Connectors } from '../delivery/connectors.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { PortalModule } from '../portal/portal.module.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { SessionModule } from '../session/session.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ForumController } from './meeting/forum.controller.js';
import { Forums } from './meeting/forums.service.js';
import { ForumConnector } from './minutes/forum.connector.js';
import { Minutes } from './minutes/minutes.service.js';
import { ForumPlanController } from './plan/plan.controller.js';
import { ForumPlanMetrics } from './plan/plan.metrics.js';
import { ForumPlan } from './plan/plan.service.js';
import { SignUpController } from './sign-up/sign-up.controller.js';
import { SignUps } from './sign-up/sign-ups.service.js';

/** 网民座谈会: planned phase by phase, announced, signed up for and drawn, minuted. */
@Module({
  imports: [DeliveryModule, FormModule, PortalModule, RegistrationModule, SessionModule, UnitModule],
  controllers: [ForumPlanController, ForumController, SignUpController],
  providers: [ForumPlan, ForumPlanMetrics, Forums, SignUps, Minutes, ForumConnector],
})
export class ForumModule {
  constructor(@Inject(Connectors) connectors: Connectors, @Inject(ForumConnector) forum: ForumConnector) {
    connectors.add(forum);
  }
}
