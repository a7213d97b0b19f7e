import { Module } from '@nestjs/common';
import { RedactionModule } from '../redaction/redaction.module.js';
import { UnitHandlers } from './unit.handlers.js';
import { UnitService } from './unit.service.js';

/** The directory of units as routing publishes it. */
@Module({ imports: [RedactionModule], controllers: [UnitHandlers], providers: [UnitService] })
export class UnitModule {}
