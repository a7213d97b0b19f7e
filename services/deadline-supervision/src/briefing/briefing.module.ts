import { Module } from '@nestjs/common';
import { RulebookModule } from '../rulebook/rulebook.module.js';
import { BriefingMetrics } from './briefing.metrics.js';
import { BriefingsController } from './briefings.controller.js';
import { Briefings } from './briefings.service.js';

/** 归纳上报: monthly, of each unit's mailbox and microblog account. */
@Module({ imports: [RulebookModule], controllers: [BriefingsController], providers: [Briefings, BriefingMetrics] })
export class BriefingModule {}
