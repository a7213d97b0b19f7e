import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Allow, CurrentCaller, type Caller, type Role } from '@wenzheng/platform';
import { z } from 'zod';
import { DeadlineService } from './deadline.service.js';

const staff: [Role, ...Role[]] = [
  'supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin', 'reviewer', 'principal',
];

@Controller('v1/deadlines')
@Allow(...staff)
export class DeadlineController {
  constructor(@Inject(DeadlineService) private readonly deadlines: DeadlineService) {}

  @Get(':messageId')
  describe(@Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.deadlines.describe(messageId, caller);
  }

  @Get(':messageId/explanation')
  explain(@Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.deadlines.explain(messageId, caller);
  }
}
