import { Module } from '@nestjs/common';
import { UnitHandlers } from './unit.handlers.js';
import { Units } from './units.service.js';

/** Which units there are, and the numbers that they publish. */
@Module({ controllers: [UnitHandlers], providers: [Units], exports: [Units] })
export class UnitModule {}
