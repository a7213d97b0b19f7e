import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { UnitHandlers } from './unit.handlers.js';
import { WebAdminGuard } from './web-admin.guard.js';

/** The registry's newest word on each unit: its web admins are admitted by it, and others read its table for names. */
@Module({ controllers: [UnitHandlers], providers: [{ provide: APP_GUARD, useClass: WebAdminGuard }] })
export class UnitModule {}
