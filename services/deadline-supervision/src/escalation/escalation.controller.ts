import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EscalationService } from './escalation.service.js';

const pageSchema = z.object({
  after: z.string().regex(/^\d{1,18}$/).default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  level: z.coerce.number().int().min(1).max(3).optional(),
});
const acknowledgementSchema = z.object({ note: prose(2_000).optional() }).nullish();

@Controller('v1/escalations')
export class EscalationController {
  constructor(@Inject(EscalationService) private readonly escalations: EscalationService) {}

  /** In the order of their positions, from after `after`; `next` goes into the next page's `after`, also when this one is empty. */
  @Get()
  @Allow('supervision-office', 'inspection-bureau')
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    return this.escalations.list(caller, page);
  }

  /** 201 the first time, 200 for a repeat, which changes neither the time nor the note. */
  @Post(':id/acknowledgements')
  @Allow('supervision-office', 'inspection-bureau')
  async acknowledge(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: acknowledgementSchema }) body: z.output<typeof acknowledgementSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { escalation, isRepeat } = await this.escalations.acknowledge(id, caller, body?.note ?? null);
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/escalations/${id}/acknowledgements`);
    return escalation;
  }
}
