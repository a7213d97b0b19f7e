import { Module } from '@nestjs/common';
import { CalendarController } from './calendar/calendar.controller.js';
import { Rulebook } from './rulebook.js';
import { RulebookMetrics } from './rulebook.metrics.js';

/** Every version of policies and calendar. */
@Module({ controllers: [CalendarController], providers: [Rulebook, RulebookMetrics], exports: [Rulebook] })
export class RulebookModule {}
