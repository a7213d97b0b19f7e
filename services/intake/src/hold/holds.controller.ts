import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { problem } from '../problems.js';
import { decidedSchema, holdCountSchema, holdDecisionSchema, holdPageSchema, holdsDecidedSchema, holdsDecisionSchema, holdSchema, type HoldDecision, type HoldPage, type HoldsDecision } from './hold.schemas.js';
import { Holds } from './holds.service.js';

/** 待甄别 */
@Controller('v1/holds')
@Allow('information-office')
export class HoldsController {
  constructor(@Inject(Holds) private readonly holds: Holds) {}

  @Get()
  @Operation({ id: 'listHolds', tag: 'Office', summary: 'Messages that came in and are held 待甄别, the longest held first; decided about, the last decided first', answers: { 200: pageOf(holdSchema) } })
  list(@Query({ schema: holdPageSchema }) page: HoldPage) {
    return this.holds.page(page);
  }

  @Get('count')
  @Operation({ id: 'countHolds', tag: 'Office', summary: 'How many wait, and how many of them should have been decided about', answers: { 200: holdCountSchema } })
  count() {
    return this.holds.count();
  }

  @Post('decisions')
  @HttpCode(200)
  @Operation({
    id: 'decideHolds',
    tag: 'Office',
    summary: 'Decides alike about many held messages, each by itself',
    description: 'One transaction each: what cannot be decided so does not hold up the others, and its code says why.',
    answers: { 200: holdsDecidedSchema },
  })
  async decideMany(@Body({ schema: holdsDecisionSchema }) { messageIds, decision }: HoldsDecision, @CurrentCaller() by: Caller) {
    return { results: await this.holds.decideMany(messageIds, decision, by) };
  }

  @Post(':messageId/decisions')
  @Operation({
    id: 'decideHold',
    tag: 'Office',
    summary: 'Decides about a held message: released 予以登记, ruled invalid 不予受理, or set aside 不属来信',
    description:
      'Released, it is registered as of when it came in: that is day zero of its deadline, and the days of the decision count. Ruled invalid, it is registered as of then too, private, and routing rules so with the registration: the writer reads the reason and may object. Set aside is only what holds no words.',
    answers: { 201: decidedSchema, 200: decidedSchema },
    problems: problem.pick('intake.hold-not-found', 'intake.hold-decided', 'intake.hold-has-words'),
  })
  async decide(@Param('messageId', { schema: idSchema }) messageId: string, @Body({ schema: holdDecisionSchema }) decision: HoldDecision, @CurrentCaller() by: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const { repeated, answer } = await this.holds.decide(messageId, decision, by);
    void reply.status(repeated ? 200 : 201);
    return answer;
  }
}
