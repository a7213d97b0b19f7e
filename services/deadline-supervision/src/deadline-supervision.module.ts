import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { AuditModule, PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { BoardModule } from './board/board.module.js';
import { BriefingModule } from './briefing/briefing.module.js';
import type { SupervisionConfig } from './config.js';
import { ConservationModule } from './conservation/conservation.module.js';
import { DeadlineModule } from './deadline/deadline.module.js';
import { RenewalModule } from './renewal/renewal.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { entities } from './entities.js';
import { EscalationModule } from './escalation/escalation.module.js';
import { HotIssueModule } from './hot-issue/hot-issue.module.js';
import { LadderModule } from './ladder/ladder.module.js';
import { RuleChangeModule } from './rule-change/rule-change.module.js';
import { RulebookModule } from './rulebook/rulebook.module.js';
import { SchedulerModule } from './scheduler/scheduler.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { CLOCK, CONFIG } from './tokens.js';
import { UnitModule } from './unit/unit.module.js';

/** The whole service: its wings, from the ground (`wings.ts`). */
@Module({})
export class DeadlineSupervisionModule {
  static register(config: SupervisionConfig, clock: Clock, { hotIssuesApart = false } = {}): DynamicModule {
    const service = 'deadline-supervision';
    const ledger = LedgerModule.forRoot({ service, relation: 'deadline', early: 'early_message', LEDGER_SECONDS: config.LEDGER_SECONDS });
    return {
      module: DeadlineSupervisionModule,
      global: true,
      imports: [
        PlatformModule.forRoot({ service, config, entities }),
        MessagingModule.forRoot({ service, config, clock, ...(hotIssuesApart ? { groups: [null] } : {}) }),
        AuditModule.forRoot(clock),
        UnitModule,
        RulebookModule,
        DeadlineModule,
        EscalationModule,
        LadderModule,
        HotIssueModule,
        StatisticsModule,
        { module: ConservationModule, imports: [ledger] },
        RenewalModule,
        DocumentsModule,
        BriefingModule,
        BoardModule,
        RuleChangeModule,
        SchedulerModule,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
      ],
      exports: [CONFIG, CLOCK],
    };
  }
}
