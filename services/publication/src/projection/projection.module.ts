import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing/publishing.module.js';
import { RedactionModule } from '../redaction/redaction.module.js';
import { SearchModule } from '../search/search.module.js';
import { ProjectionHandlers } from './projection.handlers.js';
import { OverdueAlarm } from './overdue-alarm.js';
import { ProjectionService } from './projection.service.js';

/** What all services say of a message, put together as the public may know it. */
@Module({ imports: [RedactionModule, PublishingModule, SearchModule], controllers: [ProjectionHandlers], providers: [ProjectionService, OverdueAlarm], exports: [ProjectionService] })
export class ProjectionModule {}
