import { Controller, Get, Inject, Query } from '@nestjs/common';
import { channelSchema, dateSchema, messageKindSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { periodPattern } from '../period.rules.js';
import { outcomesSchema, OutcomesService } from './outcomes.service.js';

const querySchema = z.object({
  period: z.string().regex(periodPattern).optional().describe('a year, a quarter or a month; goes before `from` and `to`'),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  unit: storableText(64).min(1).optional(),
  channel: channelSchema.optional(),
  kind: messageKindSchema.optional(),
});

@Controller('v1/statistics/outcomes')
export class OutcomesController {
  constructor(@Inject(OutcomesService) private readonly outcomes: OutcomesService) {}

  @Get()
  @Operation({
    id: 'countOutcomes',
    tag: 'Statistics',
    summary: 'What came of the answered, and what their writers think 解决、满意: each with its number',
    description: 'By the date of registration, both dates included. A web admin sees its own unit’s figures.',
    answers: { 200: outcomesSchema },
    problems: problem.pick('deadline-supervision.own-unit-only', 'deadline-supervision.period-reversed'),
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin')
  count(@Query({ schema: querySchema }) query: z.output<typeof querySchema>, @CurrentCaller() caller: Caller) {
    return this.outcomes.count(query, caller);
  }
}
