import { Module } from '@nestjs/common';
import { NotificationModule } from '../notification/notification.module.js';
import { DeadlineHandlers } from './deadline/deadline.handlers.js';
import { Deadlines } from './deadline/deadlines.service.js';
import { EscalationHandlers } from './escalation/escalation.handlers.js';
import { Escalations } from './escalation/escalations.service.js';
import { UrgingOrderHandlers } from './urging-order/urging-order.handlers.js';
import { UrgingOrders } from './urging-order/urging-orders.service.js';

/** 督办 as deadline-supervision tells of it: deadlines, escalations and urging orders, beside the message that they are about. */
@Module({
  imports: [NotificationModule],
  controllers: [DeadlineHandlers, EscalationHandlers, UrgingOrderHandlers],
  providers: [Deadlines, Escalations, UrgingOrders],
})
export class SupervisionModule {}
