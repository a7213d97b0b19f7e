import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { DeadlineHandlers } from './deadline.handlers.js';
import { DeadlineMetrics } from './deadline.metrics.js';
import { DeadlineService } from './deadline.service.js';
import { MonthPartitions } from './month-partitions/month-partitions.js';
import { SessionHandlers } from './session/session.handlers.js';
import { DueSignal } from './timer/due-signal.js';
import { DeadlineViewController } from './view/deadline-view.controller.js';
import { DeadlineViewService } from './view/deadline-view.service.js';

/** What is known of each message, its deadline computed from that, and the timer that says when it is next to be looked at. */
@Module({
  imports: [RulebookModule],
  controllers: [DeadlineHandlers, SessionHandlers, DeadlineViewController],
  providers: [DeadlineService, DeadlineViewService, DeadlineMetrics, DueSignal, MonthPartitions],
  exports: [DeadlineService, DeadlineViewService, DueSignal],
})
export class DeadlineModule {}
