import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { AmendmentService } from './closing/amendment.service.js';
import { ClosingService } from './closing/closing.service.js';
import { PeriodsController } from './closing/periods.controller.js';
import { CorrectionService } from './correction/correction.service.js';
import { CorrectionsController } from './correction/corrections.controller.js';
import { OutcomesController } from './outcomes/outcomes.controller.js';
import { OutcomesService } from './outcomes/outcomes.service.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsMetrics } from './statistics.metrics.js';
import { StatisticsService } from './statistics.service.js';
import { ExportController } from './verification/export.controller.js';
import { ExportService } from './verification/export.service.js';

/** 统计: figures of any period, those that are closed, their corrections, and the event log from which anybody can recount them. */
@Module({
  imports: [RulebookModule],
  controllers: [StatisticsController, PeriodsController, CorrectionsController, ExportController, OutcomesController],
  providers: [StatisticsService, ClosingService, AmendmentService, CorrectionService, ExportService, StatisticsMetrics, OutcomesService],
  exports: [StatisticsService, ClosingService],
})
export class StatisticsModule {}
