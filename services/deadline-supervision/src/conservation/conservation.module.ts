import { Module } from '@nestjs/common';
import { ConservationController } from './conservation.controller.js';
import { ConservationLoop } from './conservation.loop.js';
import { ConservationMetrics } from './conservation.metrics.js';
import { ConservationService } from './conservation.service.js';
import { CountsHandlers } from './counts.handlers.js';
import { CountsService } from './counts.service.js';
import { ImbalanceService } from './imbalance.service.js';
import { LedgerClient } from './ledger-client.js';

/** 件件有交代: the counts of all services, compared. Whoever composes it adds the module of the service's own ledger. */
@Module({
  controllers: [ConservationController, CountsHandlers],
  providers: [ConservationService, ConservationLoop, ConservationMetrics, CountsService, ImbalanceService, LedgerClient],
})
export class ConservationModule {}
