import { Controller, Get, Inject, Query } from '@nestjs/common';
import { channelSchema, dateSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { StatisticsService } from './statistics.service.js';

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
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin')
  count(@Query({ schema: querySchema }) query: z.output<typeof querySchema>, @CurrentCaller() caller: Caller) {
    return this.statistics.count(query, caller);
  }
}
