import { Controller, Get, Inject, Query } from '@nestjs/common';
import { channelSchema, dateSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { StatisticsService } from './statistics.service.js';

const querySchema = z.object({
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  unit: z.string().min(1).max(64).optional(),
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
