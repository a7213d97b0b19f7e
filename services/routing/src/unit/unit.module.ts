import { Module } from '@nestjs/common';
import { UnitController } from './unit.controller.js';
import { UnitRegistry } from './unit-registry.service.js';

/** 单位: who may answer, and for what. */
@Module({ controllers: [UnitController], providers: [UnitRegistry], exports: [UnitRegistry] })
export class UnitModule {}
