import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { SuggestionModule } from '../suggestion/suggestion.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { CoHandlingModule } from '../co-handling/co-handling.module.js';
import { Housekeeping } from './housekeeping.service.js';

@Module({ imports: [AssignmentModule, CoHandlingModule, IdentityModule, ReplyModule, SuggestionModule, UnitModule], providers: [Housekeeping] })
export class HousekeepingModule {}
