import { Controller, Get, Inject, Query } from '@nestjs/common';
import { channelSchema, dateSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { statisticsSchema, StatisticsService } from './statistics.service.js';

const querySchema = z.object({
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  unit: storableText(64).min(1).optional(),
  channel: channelSchema.optional(),
});

@Controller('v1/statistics')
export class StatisticsController {
  constructor(@Inject(StatisticsService) private readonly statistics: StatisticsService) {}

  @Get()
  @Operation({
    id: 'countMessages',
    tag: 'Supervision',
    summary: 'Figures by the date of registration, each with its definition 统计',
    description: '`from` and `to` are included. A web admin sees its own unit’s figures.',
    answers: { 200: statisticsSchema },
    problems: problem.pick('deadline-supervision.own-unit-only', 'deadline-supervision.period-reversed'),
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin')
  count(@Query({ schema: querySchema }) query: z.output<typeof querySchema>, @CurrentCaller() caller: Caller) {
    return this.statistics.count(query, caller);
  }
}
