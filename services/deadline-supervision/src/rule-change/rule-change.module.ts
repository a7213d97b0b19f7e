import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { NoticesController } from './calendar/notices.controller.js';
import { Notices } from './calendar/notices.service.js';
import { PoliciesController } from './policy/policies.controller.js';
import { PolicyChanges } from './policy/policy-changes.service.js';
import { Previews } from './recalculation/previews.js';
import { RecalculationLoop } from './recalculation/recalculation.loop.js';
import { RecalculationsController } from './recalculation/recalculations.controller.js';
import { Recalculations } from './recalculation/recalculations.service.js';

/** New policies and calendar notices, and what becomes of open deadlines by them. */
@Module({
  imports: [RulebookModule, DeadlineModule],
  controllers: [PoliciesController, RecalculationsController, NoticesController],
  providers: [PolicyChanges, Notices, Previews, Recalculations, RecalculationLoop],
  exports: [RecalculationLoop],
})
export class RuleChangeModule {}
