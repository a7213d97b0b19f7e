import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageQuery, platformProblem, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { hotIssueDeciders, hotIssuePageSchema, hotIssueSchema } from './view/hot-issue.schema.js';
import { HotIssueService, type Outcome } from './hot-issue.service.js';
import { HotIssueView } from './view/hot-issue.view.js';

const pageSchema = z.object({
  state: z.enum(['raised', 'confirmed', 'dismissed', 'merged']).optional(),
  ...pageQuery(z.uuid(), { limit: 50, atMost: 100 }),
});
const reason = prose(2_000);
const dismissalSchema = z.strictObject({ reason });
const titleSchema = z.strictObject({ reason, title: prose(100) });
const mergeSchema = z.strictObject({ reason, into: z.uuid() });
const splitSchema = z.strictObject({ reason, messageIds: z.array(z.uuid()).min(1).max(1_000), to: z.uuid().optional() });

const notFound = platformProblem.pick('not-found');
const merged = { ...notFound, ...problem.pick('deadline-supervision.hot-issue-merged') };
const decision = { answers: { 201: { schema: hotIssueSchema, headers: ['location'] }, 200: hotIssueSchema }, tag: 'Hot issues' };

@Controller('v1/hot-issues')
export class HotIssueController {
  constructor(
    @Inject(HotIssueView) private readonly view: HotIssueView,
    @Inject(HotIssueService) private readonly hotIssues: HotIssueService,
  ) {}

  /** The hottest first; those raised or confirmed unless a state is asked for. `next` goes into the next page's `after`. */
  @Get()
  @Operation({
    id: 'listHotIssues',
    tag: 'Hot issues',
    summary: 'What many people speak of, the hottest first',
    description: 'Those raised or confirmed, unless a state is asked for.',
    answers: { 200: hotIssuePageSchema },
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau')
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>) {
    return this.view.list(page);
  }

  @Get(':id')
  @Operation({ id: 'readHotIssue', tag: 'Hot issues', summary: 'One of them with its messages and its history', answers: { 200: hotIssueSchema }, problems: notFound })
  @Allow('supervision-office', 'information-office', 'inspection-bureau')
  one(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller) {
    return this.view.oneFor(caller, id);
  }

  @Post(':id/dismissals')
  @Operation({ ...decision, id: 'dismissHotIssue', summary: 'It is none', problems: merged })
  @Allow(...hotIssueDeciders)
  async dismiss(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: dismissalSchema }) body: z.output<typeof dismissalSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(caller, reply, await this.hotIssues.dismiss(id, caller, body));
  }

  @Post(':id/titles')
  @Operation({ ...decision, id: 'entitleHotIssue', summary: 'It has a title of an officer’s, in place of what its people share', problems: merged })
  @Allow(...hotIssueDeciders)
  async entitle(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: titleSchema }) body: z.output<typeof titleSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(caller, reply, await this.hotIssues.entitle(id, caller, body));
  }

  /** This issue goes into another one, whose id goes on. */
  @Post(':id/merges')
  @Operation({
    ...decision,
    id: 'mergeHotIssue',
    summary: 'It goes into another one, whose id goes on',
    problems: { ...merged, ...problem.pick('deadline-supervision.hot-issue-takes-none') },
  })
  @Allow(...hotIssueDeciders)
  async merge(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: mergeSchema }) body: z.output<typeof mergeSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(caller, reply, await this.hotIssues.merge(id, caller, body));
  }

  /** Messages go out of this issue into one of their own, or into another one: `to`. */
  @Post(':id/splits')
  @Operation({
    ...decision,
    id: 'splitHotIssue',
    summary: 'Messages go out of it, into one of their own or into another one',
    problems: { ...merged, ...problem.pick('deadline-supervision.hot-issue-takes-none', 'deadline-supervision.hot-issue-not-its-messages') },
  })
  @Allow(...hotIssueDeciders)
  async split(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: splitSchema }) body: z.output<typeof splitSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(caller, reply, await this.hotIssues.split(id, caller, body));
  }

  private async answer(caller: Caller, reply: FastifyReply, { issueId, isRepeat }: Outcome) {
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/hot-issues/${issueId}`);
    return this.view.oneFor(caller, issueId);
  }
}
