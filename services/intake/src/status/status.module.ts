import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { SandboxModule } from '../sandbox/sandbox.module.js';
import { ReconciliationService } from './reconciliation.service.js';
import { StatusController } from './status.controller.js';
import { StatusService } from './status.service.js';

/** How messages stand, and that none was lost: for the integration that brought them. */
@Module({ imports: [AccessModule, SandboxModule], controllers: [StatusController], providers: [StatusService, ReconciliationService] })
export class StatusModule {}
