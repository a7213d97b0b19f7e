import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module.js';
import { ImportModule } from '../import/import.module.js';
import { ReplyModule } from '../reply/reply.module.js';
import { RulingModule } from '../ruling/ruling.module.js';
import { SuggestionModule } from '../suggestion/suggestion.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { RegistrationHandlers } from './registration.handlers.js';
import { Registration } from './registration.service.js';
import { SessionHandlers } from './sessions.handlers.js';

/** 受理登记: a message arrives, and with it what was known of it before takes effect. */
@Module({ imports: [RulingModule, AssignmentModule, UnitModule, ImportModule, ReplyModule, SuggestionModule], controllers: [RegistrationHandlers, SessionHandlers], providers: [Registration] })
export class RegistrationModule {}
