import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import { duePageSchema, type DuePage } from '../../message/due-queue.js';
import { problem } from '../../problems.js';
import { Promises, waitingPromiseSchema } from './promises.service.js';

@Controller('v1/promises')
@Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office')
export class PromiseController {
  constructor(@Inject(Promises) private readonly promises: Promises) {}

  @Get()
  @Operation({
    id: 'listPromises',
    tag: 'Desk',
    summary: 'What was promised in public and not kept yet 承诺, what is due first first',
    answers: { 200: pageOf(waitingPromiseSchema) },
    problems: problem.pick('routing.not-your-unit', 'routing.not-in-registry', 'routing.invalid-cursor'),
  })
  waiting(@Query({ schema: duePageSchema }) page: DuePage, @CurrentCaller() caller: Caller) {
    return this.promises.waiting(page, caller);
  }
}
