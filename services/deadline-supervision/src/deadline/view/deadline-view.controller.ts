import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type Role } from '@wenzheng/platform';
import { z } from 'zod';
import { deadlineSchema, explanationSchema } from './deadline-view.schemas.js';
import { DeadlineViewService } from './deadline-view.service.js';

const staff: [Role, ...Role[]] = [
  'supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin', 'reviewer', 'principal',
];

@Controller('v1/deadlines')
@Allow(...staff)
export class DeadlineViewController {
  constructor(@Inject(DeadlineViewService) private readonly deadlines: DeadlineViewService) {}

  @Get(':messageId')
  @Operation({
    id: 'readDeadline',
    tag: 'Deadlines',
    summary: 'How a message’s deadline stands, with what has been done about it',
    description: 'Web admins, reviewers and principals see their own unit’s messages; others are not found.',
    answers: { 200: deadlineSchema },
    problems: platformProblem.pick('not-found'),
  })
  describe(@Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.deadlines.describe(messageId, caller);
  }

  @Get(':messageId/explanation')
  @Operation({
    id: 'explainDeadline',
    tag: 'Deadlines',
    summary: 'Day by day from day zero to the cap: which days count, and by which notice of the State Council',
    answers: { 200: explanationSchema },
    problems: platformProblem.pick('not-found'),
  })
  explain(@Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.deadlines.explain(messageId, caller);
  }
}
