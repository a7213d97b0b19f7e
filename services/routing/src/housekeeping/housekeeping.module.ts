import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { Housekeeping } from './housekeeping.service.js';

@Module({ imports: [AssignmentModule], providers: [Housekeeping] })
export class HousekeepingModule {}
