import { Module } from '@nestjs/common';
import { RedactionModule } from '../redaction/redaction.module.js';
import { SearchModule } from '../search/search.module.js';
import { UnitHandlers } from './unit.handlers.js';
import { UnitService } from './unit.service.js';

/** The directory of units as routing publishes it. */
@Module({ imports: [RedactionModule, SearchModule], controllers: [UnitHandlers], providers: [UnitService] })
export class UnitModule {}
