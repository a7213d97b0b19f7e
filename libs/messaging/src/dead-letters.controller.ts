import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow } from '@wenzheng/platform';
import { z } from 'zod';
import { DeadLetters } from './dead-letters.service.js';

const idSchema = z.uuid();
const listSchema = z.object({
  state: z.enum(['waiting', 'replayed', 'ignored']).optional(),
  after: z.string().regex(/^\d{1,18}$/).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
const dismissalSchema = z.object({ reason: prose(500) });

/** Dead letters 死信 of this service, for administrators. */
@Controller('v1/dead-letters')
@Allow('administrator')
export class DeadLetterController {
  constructor(@Inject(DeadLetters) private readonly deadLetters: DeadLetters) {}

  @Get()
  list(@Query({ schema: listSchema }) query: z.infer<typeof listSchema>) {
    return this.deadLetters.list(query);
  }

  /** 200 with the dead letter as it now stands: `replayed`, or still `waiting` with the reason it failed again. */
  @Post(':id/replays')
  @HttpCode(200)
  replay(@Param('id', { schema: idSchema }) id: string) {
    return this.deadLetters.replay(id);
  }

  @Post(':id/dismissals')
  @HttpCode(200)
  dismiss(@Param('id', { schema: idSchema }) id: string, @Body({ schema: dismissalSchema }) body: z.infer<typeof dismissalSchema>) {
    return this.deadLetters.dismiss(id, body.reason);
  }
}
