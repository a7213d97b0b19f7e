import { Module } from '@nestjs/common';
import { UnitModule } from '../unit/unit.module.js';
import { ImportController } from './import.controller.js';
import { Imports } from './imports.service.js';

/** Whose the messages of the past were, and their replies. */
@Module({ imports: [UnitModule], controllers: [ImportController], providers: [Imports], exports: [Imports] })
export class ImportModule {}
