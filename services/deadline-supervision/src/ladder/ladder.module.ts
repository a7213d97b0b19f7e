import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { LadderMetrics } from './ladder.metrics.js';
import { SweepService } from './sweep.service.js';

/** What fires: the steps of the ladder as they fall due, with what each brings about. */
@Module({ imports: [RulebookModule, DeadlineModule], providers: [SweepService, LadderMetrics], exports: [SweepService] })
export class LadderModule {}
