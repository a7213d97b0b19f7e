import { Module } from '@nestjs/common';
import { DeliveryWorker } from './delivery.worker.js';
import { RepliesHandlers } from './replies.handlers.js';
import { RepliesService } from './replies.service.js';

/** Carries what was published back to the writer by the ways back that the connectors offer. */
@Module({ controllers: [RepliesHandlers], providers: [RepliesService, DeliveryWorker] })
export class DeliveryModule {}
