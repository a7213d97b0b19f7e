import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { RulingModule } from '../ruling/ruling.module.js';
import { SuggestionModule } from '../suggestion/suggestion.module.js';
import { TransferModule } from '../transfer/transfer.module.js';
import { RenewalModule } from '../renewal/renewal.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { CoHandlingModule } from '../co-handling/co-handling.module.js';
import { Housekeeping } from './housekeeping.service.js';

@Module({ imports: [RenewalModule, IdentityModule, CoHandlingModule, AssignmentModule, ReplyModule, RulingModule, SuggestionModule, TransferModule, UnitModule], providers: [Housekeeping] })
export class HousekeepingModule {}
