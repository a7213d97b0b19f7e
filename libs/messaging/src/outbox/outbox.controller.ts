import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { instantSchema, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { BUSINESS_CLOCK, type BusinessClock } from '../business-clock.js';
import { Outbox } from './outbox.js';

const republicationSchema = z.strictObject({
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  subjects: z.array(storableText(200)).max(100).optional(),
});

const republicationAnswerSchema = z.object({ count: z.int().describe('events that the relay will publish again') });

/** Publishes kept events once more, for administrators: after a stream was lost. */
@Controller('v1/outbox')
@Allow('administrator')
export class OutboxController {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(BUSINESS_CLOCK) private readonly clock: BusinessClock,
  ) {}

  /** 202 with the number of events that the relay will publish again. */
  @Post('republications')
  @Operation({
    id: 'republishEvents',
    tag: 'Administration',
    summary: 'Publishes kept events once more, after a stream was lost',
    answers: { 202: republicationAnswerSchema },
  })
  @HttpCode(202)
  async republish(@Body({ schema: republicationSchema }) body: z.infer<typeof republicationSchema>, @CurrentCaller() caller: Caller) {
    const { from, to, subjects } = body;
    await this.outbox.recordRepublication({ by: caller, at: this.clock.now() }, body);
    const count = await this.outbox.republish({
      ...(from ? { from: new Date(from) } : {}),
      ...(to ? { to: new Date(to) } : {}),
      ...(subjects ? { subjects } : {}),
    });
    return { count };
  }
}
