import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { deadLetterSchema, deadLetterStateSchema } from './dead-letter.js';
import { BUSINESS_CLOCK, type BusinessClock } from '../business-clock.js';
import { DeadLetters, messagingProblem } from './dead-letters.service.js';

const idSchema = z.uuid();
const listSchema = z.object({
  state: deadLetterStateSchema.optional(),
  after: z.string().regex(/^\d{1,18}$/).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const pageSchema = z.object({ items: z.array(deadLetterSchema), next: z.string().nullable() });
const settled = messagingProblem.pick('dead-letter-not-found', 'dead-letter-settled');
const dismissalSchema = z.strictObject({ reason: prose(500) });

/** Dead letters 死信 of this service, for administrators. */
@Controller('v1/dead-letters')
@Allow('administrator')
export class DeadLetterController {
  constructor(
    @Inject(DeadLetters) private readonly deadLetters: DeadLetters,
    @Inject(BUSINESS_CLOCK) private readonly clock: BusinessClock,
  ) {}

  @Get()
  @Operation({ id: 'listDeadLetters', tag: 'Administration', summary: 'Events, and due work, that stand aside 死信, oldest first', answers: { 200: pageSchema } })
  list(@Query({ schema: listSchema }) query: z.infer<typeof listSchema>) {
    return this.deadLetters.list(query);
  }

  /** 200 with the dead letter as it now stands: `replayed`, or still `waiting` with the reason it failed again. */
  @Post(':id/replays')
  @Operation({
    id: 'replayDeadLetter',
    tag: 'Administration',
    summary: 'Lets an event in again, or does what was due',
    description: 'Answers with the dead letter as it now stands: `replayed`, or still `waiting` with the reason for which it failed again.',
    answers: { 200: deadLetterSchema },
    problems: settled,
  })
  @HttpCode(200)
  replay(@Param('id', { schema: idSchema }) id: string, @CurrentCaller() caller: Caller) {
    return this.deadLetters.replay(id, { by: caller, at: this.clock.now() });
  }

  @Post(':id/dismissals')
  @Operation({ id: 'dismissDeadLetter', tag: 'Administration', summary: 'Keeps it out for good', answers: { 200: deadLetterSchema }, problems: settled })
  @HttpCode(200)
  dismiss(@Param('id', { schema: idSchema }) id: string, @Body({ schema: dismissalSchema }) body: z.infer<typeof dismissalSchema>, @CurrentCaller() caller: Caller) {
    return this.deadLetters.dismiss(id, body.reason, { by: caller, at: this.clock.now() });
  }
}
