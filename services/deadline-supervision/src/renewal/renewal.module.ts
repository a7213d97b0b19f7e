import { Module } from '@nestjs/common';
import { DeadlineModule } from '../deadline/deadline.module.js';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { RenewalHandlers } from './renewal.handlers.js';
import { Renewals } from './renewals.service.js';

/** 二次办理: its own clock, apart from the message's. */
@Module({ imports: [DeadlineModule, RulebookModule], controllers: [RenewalHandlers], providers: [Renewals], exports: [Renewals] })
export class RenewalModule {}
