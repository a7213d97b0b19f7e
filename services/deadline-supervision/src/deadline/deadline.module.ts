import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { ClockHandlers } from './deadline.handlers.js';
import { DeadlineMetrics } from './deadline.metrics.js';
import { ClockService } from './deadline.service.js';
import { Months } from './month-partitions/month-partitions.js';
import { SessionHandlers } from './session/session.handlers.js';
import { Alarm } from './timer/alarm.js';
import { DeadlineController } from './view/deadline-view.controller.js';
import { DeadlineService } from './view/deadline-view.service.js';

/** What is known of each message, its deadline computed from that, and the timer that says when it is next to be looked at. */
@Module({
  imports: [RulebookModule],
  controllers: [ClockHandlers, SessionHandlers, DeadlineController],
  providers: [ClockService, DeadlineService, DeadlineMetrics, Alarm, Months],
  exports: [ClockService, DeadlineService, Alarm],
})
export class DeadlineModule {}
