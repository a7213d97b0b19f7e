import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { NoticesController } from './calendar/notices.controller.js';
import { Notices } from './calendar/notices.service.js';
import { PoliciesController } from './policy/policies.controller.js';
import { PolicyChanges } from './policy/policy-changes.service.js';
import { Previews } from './recalculation/previews.js';
import { MoveLoop } from './recalculation/recalculation.loop.js';
import { MovesController } from './recalculation/recalculations.controller.js';
import { Moves } from './recalculation/recalculations.service.js';

/** New policies and calendar notices, and what becomes of open deadlines by them. */
@Module({
  imports: [RulebookModule, DeadlineModule],
  controllers: [PoliciesController, MovesController, NoticesController],
  providers: [PolicyChanges, Notices, Previews, Moves, MoveLoop],
  exports: [MoveLoop],
})
export class RuleChangeModule {}
