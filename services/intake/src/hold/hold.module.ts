import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { HoldMetrics } from './hold.metrics.js';
import { HoldsController } from './holds.controller.js';
import { Holds } from './holds.service.js';

/** 待甄别: what came in and looks like spam, abuse or nobody's words waits for the information office to decide about it. */
@Module({ imports: [DeliveryModule], controllers: [HoldsController], providers: [Holds, HoldMetrics] })
export class HoldModule {}
