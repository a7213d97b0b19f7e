import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, logPageOf, Operation, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { EscalationService, listed, listedEscalationSchema, positionSchema } from './escalation.service.js';

const pageSchema = z.object({
  after: positionSchema.default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  level: z.coerce.number().int().min(1).max(3).optional(),
});
const acknowledgementSchema = z.strictObject({ note: prose(2_000).optional() }).nullish();

@Controller('v1/escalations')
export class EscalationController {
  constructor(@Inject(EscalationService) private readonly escalations: EscalationService) {}

  /** In the order of their positions, from after `after`; `next` goes into the next page's `after`, also when this one is empty. */
  @Get()
  @Operation({
    id: 'listEscalations',
    tag: 'Escalations',
    summary: 'What was reported 上报督查, in the order of positions',
    description: 'Whoever has read up to a position has missed nothing before it. The inspection bureau and the information office see what is addressed to them.',
    answers: { 200: logPageOf(listedEscalationSchema) },
  })
  @Allow('supervision-office', 'inspection-bureau', 'information-office')
  async list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.escalations.list(caller, page);
    return { items: items.map((one) => listed(one, caller)), next };
  }

  /** 201 the first time, 200 for a repeat, which changes neither the time nor the note. */
  @Post(':id/acknowledgements')
  @Operation({
    id: 'acknowledgeEscalation',
    tag: 'Escalations',
    summary: 'The addressed office says that it has seen it 签收',
    description: 'A repeat is answered 200 and changes neither the time nor the note.',
    answers: { 201: { schema: listedEscalationSchema, headers: ['location'] }, 200: listedEscalationSchema },
    problems: { ...platformProblem.pick('not-found'), ...problem.pick('deadline-supervision.not-addressed-to-you') },
    hasOptionalBody: true,
  })
  @Allow('supervision-office', 'inspection-bureau', 'information-office')
  async acknowledge(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: acknowledgementSchema }) body: z.output<typeof acknowledgementSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { escalation, isRepeat } = await this.escalations.acknowledge(id, caller, body?.note ?? null);
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/escalations/${id}/acknowledgements`);
    return listed(escalation, caller);
  }
}
