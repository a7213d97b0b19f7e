import { Module } from '@nestjs/common';
import { ContentHandlers } from './content/content.handlers.js';
import { Shown } from './content/shown.js';
import { DecisionsHandlers } from './decisions.handlers.js';
import { DecisionsService } from './decisions.service.js';
import { Connectors } from './connectors.js';
import { DeliveryQueue } from './delivery-queue.js';
import { DeliveryWorker } from './delivery.worker.js';
import { UndoneDeliveries } from './undone.js';
import { UnitModule } from '../unit/unit.module.js';
import { RepliesHandlers } from './replies.handlers.js';
import { StepsHandlers } from './happening/steps.handlers.js';
import { Steps } from './happening/steps.service.js';
import { RepliesService } from './replies.service.js';

/** Carries what was published back to the writer by the ways back that the connectors offer. */
@Module({ imports: [UnitModule], controllers: [RepliesHandlers, DecisionsHandlers, StepsHandlers, ContentHandlers], providers: [Shown, RepliesService, DecisionsService, Steps, Connectors, DeliveryQueue, DeliveryWorker, UndoneDeliveries], exports: [Connectors, DeliveryQueue, UndoneDeliveries] })
export class DeliveryModule {}
