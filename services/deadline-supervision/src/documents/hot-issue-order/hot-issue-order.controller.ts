import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { hotIssueDeciders, hotIssueSchema } from '../../hot-issue/view/hot-issue.schema.js';
import { HotIssueView } from '../../hot-issue/view/hot-issue.view.js';
import { problem } from '../../problems.js';
import { HotIssueOrders } from './hot-issue-orders.service.js';

const confirmationSchema = z.strictObject({ reason: prose(2_000), wantsUrgingOrder: z.boolean().default(false) });

/** Here and not with the other decisions about hot issues, which know nothing of documents. */
@Controller('v1/hot-issues')
export class HotIssueOrderController {
  constructor(
    @Inject(HotIssueOrders) private readonly orders: HotIssueOrders,
    @Inject(HotIssueView) private readonly view: HotIssueView,
  ) {}

  @Post(':id/confirmations')
  @Operation({
    id: 'confirmHotIssue', tag: 'Hot issues', summary: 'It is one, and perhaps wants an urging order 督办单',
    answers: { 201: { schema: hotIssueSchema, headers: ['location'] }, 200: hotIssueSchema },
    problems: { ...platformProblem.pick('not-found'), ...problem.pick('deadline-supervision.hot-issue-merged') },
  })
  @Allow(...hotIssueDeciders)
  async confirm(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: confirmationSchema }) body: z.output<typeof confirmationSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { issueId, isRepeat } = await this.orders.confirm(id, caller, body);
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/hot-issues/${issueId}`);
    return this.view.oneFor(caller, issueId);
  }
}
