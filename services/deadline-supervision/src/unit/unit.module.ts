import { Module } from '@nestjs/common';
import { UnitHandlers } from './unit.handlers.js';

/** The registry's newest word on each unit; others read its table for names. */
@Module({ controllers: [UnitHandlers] })
export class UnitModule {}
