import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { DutyChanges } from './duty/duty-changes.service.js';
import { DutyController } from './duty/duty.controller.js';
import { ExchangeController } from './exchange/exchange.controller.js';
import { Exchange } from './exchange/exchange.service.js';
import { PersonChanges } from './person/person-changes.service.js';
import { PersonController } from './person/person.controller.js';
import { People } from './person/people.service.js';
import { PersonGuard } from './person/person.guard.js';
import { UnitChangesController } from './registry/unit-changes.controller.js';
import { UnitChanges } from './registry/unit-changes.service.js';
import { UnitController } from './unit.controller.js';
import { UnitRegistry } from './unit-registry.service.js';

/** 单位: who may answer, and for what; and the people who do. */
@Module({
  // The exports come first: their last part is no unit's code and nobody's id.
  controllers: [ExchangeController, UnitController, UnitChangesController, PersonController, DutyController],
  providers: [UnitRegistry, People, UnitChanges, PersonChanges, DutyChanges, Exchange, { provide: APP_GUARD, useClass: PersonGuard }],
  exports: [UnitRegistry, People],
})
export class UnitModule {}
