import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { People } from './person/people.service.js';
import { PersonGuard } from './person/person.guard.js';
import { UnitController } from './unit.controller.js';
import { UnitRegistry } from './unit-registry.service.js';

/** 单位: who may answer, and for what; and the people who do. */
@Module({ controllers: [UnitController], providers: [UnitRegistry, People, { provide: APP_GUARD, useClass: PersonGuard }], exports: [UnitRegistry, People] })
export class UnitModule {}
