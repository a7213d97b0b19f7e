import { Module } from '@nestjs/common';
import { UnitHandlers } from './unit.handlers.js';
import { Units } from './units.service.js';

/** Which units there are. */
@Module({ controllers: [UnitHandlers], providers: [Units], exports: [Units] })
export class UnitModule {}
