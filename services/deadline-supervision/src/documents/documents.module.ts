import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { HotIssueModule } from '../hot-issue/hot-issue.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { AutomaticDrafts } from './automatic-drafts/automatic-drafts.service.js';
import { CircularController } from './circular/circular.controller.js';
import { CircularKind } from './circular/circular.kind.js';
import { Documents } from './document/documents.service.js';
import { DocumentLoop } from './documents.loop.js';
import { DossierController } from './dossier/dossier.controller.js';
import { DossierService } from './dossier/dossier.service.js';
import { HotIssueOrderController } from './hot-issue-order/hot-issue-order.controller.js';
import { HotIssueOrders } from './hot-issue-order/hot-issue-orders.service.js';
import { Lapses } from './major-matter/lapses.service.js';
import { MajorMatterController } from './major-matter/major-matter.controller.js';
import { MajorMatterKind } from './major-matter/major-matter.kind.js';
import { Numbering } from './numbering/numbering.js';
import { ReferralController, ReferredDossierController } from './referral/referral.controller.js';
import { ReferralKind } from './referral/referral.kind.js';
import { UrgingOrderDelivery } from './urging-order/delivery/delivery.service.js';
import { UrgingOrderController } from './urging-order/urging-order.controller.js';
import { UrgingOrderKind } from './urging-order/urging-order.kind.js';

/** 督办单、通报、移送、重大问题: one kind of document, stated by four; and the dossier 卷宗 of a message. */
@Module({
  imports: [RulebookModule, DeadlineModule, StatisticsModule, HotIssueModule],
  controllers: [UrgingOrderController, HotIssueOrderController, ReferralController, ReferredDossierController, CircularController, MajorMatterController, DossierController],
  providers: [
    Documents, Numbering, UrgingOrderKind, UrgingOrderDelivery, ReferralKind, CircularKind, MajorMatterKind, Lapses, DossierService, HotIssueOrders, AutomaticDrafts, DocumentLoop,
  ],
  exports: [DocumentLoop],
})
export class DocumentsModule {}
