import { Module } from '@nestjs/common';
import { ReconciliationService } from './reconciliation.service.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';

/** How messages stand, and that none was lost: for the integration that brought them. */
@Module({ controllers: [StatusController], providers: [StatusService, ReconciliationService] })
export class StatusModule {}
