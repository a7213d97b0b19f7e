import { Module, type DynamicModule } from '@nestjs/common';
import { LedgerModule, MessagingModule } from '@wenzheng/messaging';
import { PlatformModule } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { AuditController } from './audit/audit.controller.js';
import { CalendarController } from './rulebook/calendar/calendar.controller.js';
import { NoticesController } from './rule-change/calendar/notices.controller.js';
import { Notices } from './rule-change/calendar/notices.service.js';
import { ClockHandlers } from './deadline/deadline.handlers.js';
import { ClockService } from './deadline/deadline.service.js';
import type { SupervisionConfig } from './config.js';
import { ConservationController } from './conservation/conservation.controller.js';
import { ConservationLoop } from './conservation/conservation.loop.js';
import { ConservationService } from './conservation/conservation.service.js';
import { CountsHandlers } from './conservation/counts.handlers.js';
import { CountsService } from './conservation/counts.service.js';
import { ImbalanceService } from './conservation/imbalance.service.js';
import { LedgerClient } from './conservation/ledger-client.js';
import { DeadlineController } from './deadline/view/deadline-view.controller.js';
import { DeadlineService } from './deadline/view/deadline-view.service.js';
import { CircularController } from './documents/circular/circular.controller.js';
import { CircularService } from './documents/circular/circular.service.js';
import { DocumentLoop } from './documents/document/document.loop.js';
import { Documents } from './documents/document/documents.js';
import { DossierController } from './documents/dossier/dossier.controller.js';
import { DossierService } from './documents/dossier/dossier.service.js';
import { Drafting } from './documents/drafting/drafting.js';
import { HotIssueOrderController } from './documents/hot-issue-order/hot-issue-order.controller.js';
import { HotIssueOrders } from './documents/hot-issue-order/hot-issue-orders.service.js';
import { entities } from './entities.js';
import { EscalationController } from './escalation/escalation.controller.js';
import { EscalationService } from './escalation/escalation.service.js';
import { EscalationPassing } from './escalation/pass-on/pass-on.service.js';
import { PositionBell } from './escalation/stream/position-bell.js';
import { EscalationStreamController } from './escalation/stream/stream.controller.js';
import { EscalationStreams } from './escalation/stream/streams.js';
import { SupervisionMetrics } from './metrics/supervision-metrics.js';
import { HotIssueQueue } from './hot-issue/grouping/queue.js';
import { Judgement } from './hot-issue/grouping/judgement.js';
import { HotIssueSequencer } from './hot-issue/grouping/sequencer.js';
import { HotIssueLoop } from './hot-issue/grouping/sequencer.loop.js';
import { HotIssueController } from './hot-issue/hot-issue.controller.js';
import { HotIssueService } from './hot-issue/hot-issue.service.js';
import { HotIssueView } from './hot-issue/hot-issue.view.js';
import { LikesController } from './hot-issue/likes/likes.controller.js';
import { LikesHandlers } from './hot-issue/likes/likes.handlers.js';
import { LikesService } from './hot-issue/likes/likes.service.js';
import { Months } from './deadline/month-partitions/month-partitions.js';
import { MoveLoop } from './rule-change/recalculation/recalculation.loop.js';
import { MovesController } from './rule-change/recalculation/recalculations.controller.js';
import { Moves } from './rule-change/recalculation/recalculations.service.js';
import { Previews } from './rule-change/recalculation/previews.js';
import { PoliciesController } from './rule-change/policy/policies.controller.js';
import { PolicyChanges } from './rule-change/policy/policy-changes.service.js';
import { Rulebook } from './rulebook/rulebook.js';
import { SessionHandlers } from './deadline/session/session.handlers.js';
import { AmendmentService } from './statistics/closing/amendment.service.js';
import { ClosingService } from './statistics/closing/closing.service.js';
import { PeriodsController } from './statistics/closing/periods.controller.js';
import { ExportController } from './statistics/verification/export.controller.js';
import { ExportService } from './statistics/verification/export.service.js';
import { MajorMatterController } from './documents/major-matter/major-matter.controller.js';
import { MajorMatterService } from './documents/major-matter/major-matter.service.js';
import { ReferralController } from './documents/referral/referral.controller.js';
import { ReferralService } from './documents/referral/referral.service.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { StatisticsService } from './statistics/statistics.service.js';
import { Alarm } from './deadline/timer/alarm.js';
import { SweepLoop } from './scheduler/scheduler.loop.js';
import { SweepService } from './ladder/sweep.service.js';
import { CLOCK, CONFIG } from './tokens.js';
import { UnitHandlers } from './unit/unit.handlers.js';
import { UrgingOrderController } from './documents/urging-order/urging-order.controller.js';
import { UrgingOrderDelivery } from './documents/urging-order/urging-order.delivery.js';
import { UrgingOrderService } from './documents/urging-order/urging-order.service.js';
import { UrgingOrderView } from './documents/urging-order/urging-order.view.js';
import { Courier } from './escalation/webhook/delivery/courier.js';
import { DeliveryRound } from './escalation/webhook/delivery/round.js';
import { WebhookSender } from './escalation/webhook/delivery/sender.js';
import { WebhookEndpointsController } from './escalation/webhook/endpoints.controller.js';
import { WebhookEndpoints } from './escalation/webhook/endpoints.service.js';
import { WebhookKeys } from './escalation/webhook/webhook-keys.js';

/** The whole service. */
@Module({})
export class SupervisionModule {
  static register(config: SupervisionConfig, clock: Clock): DynamicModule {
    const service = 'deadline-supervision';
    return {
      module: SupervisionModule,
      imports: [
        PlatformModule.forRoot({ service, config, entities }),
        MessagingModule.forRoot({ service, config }),
        LedgerModule.forRoot({ service, relation: 'clock', early: 'early_message', LEDGER_SECONDS: config.LEDGER_SECONDS }),
      ],
      controllers: [
        ClockHandlers, SessionHandlers, UnitHandlers, CountsHandlers, EscalationController, DeadlineController, CalendarController, PoliciesController,
        StatisticsController, PeriodsController, ExportController, ConservationController, LikesHandlers, LikesController, HotIssueController,
        EscalationStreamController, WebhookEndpointsController,
        MovesController, NoticesController, AuditController,
        UrgingOrderController, HotIssueOrderController, DossierController, ReferralController, CircularController, MajorMatterController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        SupervisionMetrics, Rulebook, Alarm, ClockService, SweepService, SweepLoop, EscalationService, DeadlineService, StatisticsService, ClosingService, AmendmentService, ExportService,
        CountsService, LedgerClient, ConservationService, ImbalanceService, ConservationLoop,
        PolicyChanges, Notices, Previews, Moves, MoveLoop, Months,
        HotIssueQueue, Judgement, HotIssueSequencer, HotIssueLoop, HotIssueService, HotIssueView, LikesService,
        EscalationPassing, PositionBell, EscalationStreams, WebhookKeys, WebhookSender, WebhookEndpoints, DeliveryRound, Courier,
        Documents, DocumentLoop, Drafting, HotIssueOrders, UrgingOrderDelivery, UrgingOrderService, UrgingOrderView,
        DossierService, ReferralService, CircularService, MajorMatterService,
      ],
    };
  }
}
