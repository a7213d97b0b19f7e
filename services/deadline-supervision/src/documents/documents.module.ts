import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { HotIssueModule } from '../hot-issue/hot-issue.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { StatisticsModule } from '../statistics/statistics.module.js';
import { CircularController } from './circular/circular.controller.js';
import { CircularService } from './circular/circular.service.js';
import { DocumentLoop } from './document/document.loop.js';
import { Documents } from './document/documents.js';
import { DossierController } from './dossier/dossier.controller.js';
import { DossierService } from './dossier/dossier.service.js';
import { Drafting } from './drafting/drafting.js';
import { HotIssueOrderController } from './hot-issue-order/hot-issue-order.controller.js';
import { HotIssueOrders } from './hot-issue-order/hot-issue-orders.service.js';
import { MajorMatterController } from './major-matter/major-matter.controller.js';
import { MajorMatterService } from './major-matter/major-matter.service.js';
import { ReferralController } from './referral/referral.controller.js';
import { ReferralService } from './referral/referral.service.js';
import { UrgingOrderController } from './urging-order/urging-order.controller.js';
import { UrgingOrderDelivery } from './urging-order/urging-order.delivery.js';
import { UrgingOrderService } from './urging-order/urging-order.service.js';
import { UrgingOrderView } from './urging-order/urging-order.view.js';

/** 督办单、通报、移送 and what else officers sign, and the dossier 卷宗 of a message. */
@Module({
  imports: [RulebookModule, DeadlineModule, StatisticsModule, HotIssueModule],
  controllers: [UrgingOrderController, HotIssueOrderController, ReferralController, CircularController, MajorMatterController, DossierController],
  providers: [
    Documents, DocumentLoop, Drafting, HotIssueOrders, DossierService, UrgingOrderService, UrgingOrderView, UrgingOrderDelivery, ReferralService, CircularService, MajorMatterService,
  ],
  exports: [DocumentLoop],
})
export class DocumentsModule {}
