import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { RenewalModule } from '../renewal/renewal.module.js';
import { DocumentsModule } from '../documents/documents.module.js';
import { EscalationModule } from '../escalation/escalation.module.js';
import { LadderModule } from '../ladder/ladder.module.js';
import { RuleChangeModule } from '../rule-change/rule-change.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { SchedulerLoop } from './scheduler.loop.js';

/** Does what business time brings about, wing by wing. */
@Module({ imports: [DeadlineModule, EscalationModule, LadderModule, StatisticsModule, RenewalModule, DocumentsModule, RuleChangeModule], providers: [SchedulerLoop] })
export class SchedulerModule {}
