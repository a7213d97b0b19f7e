import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { EscalationController } from './escalation.controller.js';
import { EscalationService } from './escalation.service.js';
import { EscalationPassOn } from './pass-on/pass-on.service.js';
import { PositionSignal } from './stream/position-signal.js';
import { EscalationStreamController } from './stream/stream.controller.js';
import { EscalationStreams } from './stream/streams.js';
import { Courier } from './webhook/delivery/courier.js';
import { DeliveryRound } from './webhook/delivery/round.js';
import { WebhookSender } from './webhook/delivery/sender.js';
import { WebhookEndpointsController } from './webhook/endpoints.controller.js';
import { WebhookEndpoints } from './webhook/endpoints.service.js';
import { WebhookKeys } from './webhook/webhook-keys.js';
import { WebhookMetrics } from './webhook/webhook.metrics.js';

/** What is reported to the offices 上报督查, and how it reaches them: list, stream, bus and webhooks. */
@Module({
  imports: [RulebookModule],
  controllers: [EscalationController, EscalationStreamController, WebhookEndpointsController],
  providers: [
    EscalationService, EscalationPassOn, PositionSignal, EscalationStreams,
    WebhookKeys, WebhookSender, WebhookEndpoints, WebhookMetrics, DeliveryRound, Courier,
  ],
  exports: [EscalationService, EscalationPassOn],
})
export class EscalationModule {}
