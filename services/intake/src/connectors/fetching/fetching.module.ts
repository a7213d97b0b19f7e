import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { Fetcher } from './fetcher.js';
import { SourceMetrics } from './source.metrics.js';
import { SourcesController } from './sources.controller.js';
import { Sources } from './sources.service.js';

/** For connectors that ask the other side: rounds, cursors, and what comes registered with them. */
@Module({ imports: [AccessModule, DeliveryModule, RegistrationModule], controllers: [SourcesController], providers: [Fetcher, Sources, SourceMetrics], exports: [Fetcher, Sources] })
export class FetchingModule {}
