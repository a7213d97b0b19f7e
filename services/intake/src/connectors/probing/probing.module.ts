import { Module } from '@nestjs/common';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { ProbeMetrics } from './probe.metrics.js';
import { ProbeTurns } from './probe-turns.service.js';
import { Prober } from './prober.js';

/** 探测 of every connector's ways in, in turns. */
@Module({ imports: [DeliveryModule], providers: [Prober, ProbeTurns, ProbeMetrics] })
export class ProbingModule {}
