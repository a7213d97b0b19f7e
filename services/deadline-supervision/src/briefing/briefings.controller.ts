import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { dateSchema, instantSchema, prose, storableText, unitRefSchema } from '@wenzheng/contracts';
import { admittedTo, Allow, allowedAction, allowedActionSchema, CurrentCaller, Operation, pageOf, pageQuery, platformProblem, type Caller } from '@wenzheng/platform';
import { PaperOperation, printQuery, sendPaper, type PrintQuery } from '@wenzheng/printing';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SupervisionConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { briefingActions, briefingChannelSchema, briefingFiguresSchema, briefingStates, monthPattern, refusalOf, themeSchema, type BriefingAction, type BriefingChannel, type BriefingState } from './briefing.rules.js';
import { Briefings } from './briefings.service.js';

const monthSchema = z.string().regex(monthPattern);
const unitSchema = storableText(64).min(1);

const lineSchema = z
  .object({
    month: monthSchema,
    channel: briefingChannelSchema,
    unit: unitRefSchema,
    state: z.enum(briefingStates).describe('`collecting`: the month is not over; `missing`: it is, and nothing was sent up'),
    dueOn: dateSchema.nullable(),
    late: z.boolean(),
    figures: briefingFiguresSchema,
    submittedAt: instantSchema.nullable(),
    decidedAt: instantSchema.nullable(),
    reason: z.string().nullable().describe('why it was given back'),
    allowedActions: z.array(allowedActionSchema('AllowedBriefingAction', briefingActions)),
  })
  .meta({ id: 'BriefingLine' });
const briefingSchema = lineSchema.extend({ summary: z.string().nullable(), themes: z.array(themeSchema) }).meta({ id: 'Briefing' });

const listSchema = z.object({
  month: monthSchema,
  channel: briefingChannelSchema.optional(),
  unit: unitSchema.optional(),
  state: z.enum(briefingStates).optional(),
  ...pageQuery(storableText(100), { limit: 100, atMost: 500 }),
});
const submissionSchema = z.strictObject({ summary: prose(10_000).describe('归纳: what people want, and what the unit proposes') });
const returnSchema = z.strictObject({ reason: prose(500) });

const own = problem.pick('deadline-supervision.own-unit-only');
const none = platformProblem.pick('not-found');
const answers = { 201: { schema: briefingSchema, headers: ['location'] }, 200: { schema: briefingSchema, headers: ['location'] } };

@Controller('v1/briefings')
export class BriefingsController {
  constructor(
    @Inject(Briefings) private readonly briefings: Briefings,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  @Get()
  @Operation({ id: 'listBriefings', tag: 'Briefings', summary: 'A month’s briefings 归纳上报, of every unit into whose mailbox or account something came', answers: { 200: pageOf(lineSchema) }, problems: own })
  @Allow('information-office', 'supervision-office', 'web-admin', 'reviewer', 'principal')
  async list(@Query({ schema: listSchema }) query: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    const { items, next } = await this.briefings.list(query, caller);
    return { items: items.map((line) => withActions(line, caller)), next };
  }

  @Get(':month/:channel/:unit')
  @Operation({ id: 'readBriefing', tag: 'Briefings', summary: 'One with its figures and themes: as they stand now, or as they stood when it was sent up', answers: { 200: briefingSchema }, problems: { ...own, ...none } })
  @Allow('information-office', 'supervision-office', 'web-admin', 'reviewer', 'principal')
  async one(
    @Param('month', { schema: monthSchema }) month: string,
    @Param('channel', { schema: briefingChannelSchema }) channel: BriefingChannel,
    @Param('unit', { schema: unitSchema }) unit: string,
    @CurrentCaller() caller: Caller,
  ) {
    return withActions(await this.briefings.one({ month, channel, unit }, caller), caller);
  }

  @Get(':month/:channel/:unit/print')
  @PaperOperation({ id: 'printBriefing', tag: 'Briefings', summary: '归纳上报 to print; a draft until it is sent up', problems: own })
  @Allow('information-office', 'supervision-office', 'web-admin', 'reviewer', 'principal')
  async print(
    @Param('month', { schema: monthSchema }) month: string,
    @Param('channel', { schema: briefingChannelSchema }) channel: BriefingChannel,
    @Param('unit', { schema: unitSchema }) unit: string,
    @Query({ schema: printQuery }) query: PrintQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendPaper(await this.briefings.paper({ month, channel, unit }, caller), query, reply, this.config);
  }

  @Post(':month/:channel/:unit/submissions')
  @Operation({
    id: 'submitBriefing', tag: 'Briefings', summary: '上报 to the information office, with what the clerk has made of it', answers,
    problems: { ...own, ...none, ...problem.pick('deadline-supervision.briefing-month-not-over', 'deadline-supervision.briefing-submitted', 'deadline-supervision.not-in-registry') },
  })
  @Allow('web-admin', 'principal')
  async submit(
    @Param('month', { schema: monthSchema }) month: string,
    @Param('channel', { schema: briefingChannelSchema }) channel: BriefingChannel,
    @Param('unit', { schema: unitSchema }) unit: string,
    @Body({ schema: submissionSchema }) { summary }: z.output<typeof submissionSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, caller, await this.briefings.submit({ month, channel, unit }, caller, summary));
  }

  @Post(':month/:channel/:unit/receipts')
  @Operation({ id: 'receiveBriefing', tag: 'Briefings', summary: '签收', answers, problems: { ...none, ...problem.pick('deadline-supervision.briefing-not-submitted') } })
  @Allow('information-office')
  async receive(
    @Param('month', { schema: monthSchema }) month: string,
    @Param('channel', { schema: briefingChannelSchema }) channel: BriefingChannel,
    @Param('unit', { schema: unitSchema }) unit: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, caller, await this.briefings.decide({ month, channel, unit }, caller, { state: 'received', reason: null }));
  }

  @Post(':month/:channel/:unit/returns')
  @Operation({ id: 'returnBriefing', tag: 'Briefings', summary: '退回重报, with the reason', answers, problems: { ...none, ...problem.pick('deadline-supervision.briefing-not-submitted') } })
  @Allow('information-office')
  async giveBack(
    @Param('month', { schema: monthSchema }) month: string,
    @Param('channel', { schema: briefingChannelSchema }) channel: BriefingChannel,
    @Param('unit', { schema: unitSchema }) unit: string,
    @Body({ schema: returnSchema }) { reason }: z.output<typeof returnSchema>,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answered(reply, caller, await this.briefings.decide({ month, channel, unit }, caller, { state: 'returned', reason }));
  }
}

type Answer = Awaited<ReturnType<Briefings['submit']>>;

/** By which request each is done: its guard says whose it is. */
const requests: Record<BriefingAction, (caller: Caller) => boolean> = {
  submit: admittedTo(BriefingsController, 'submit'),
  receive: admittedTo(BriefingsController, 'receive'),
  return: admittedTo(BriefingsController, 'giveBack'),
};

function withActions<Line extends { state: BriefingState }>(line: Line, caller: Caller) {
  const allowedActions = briefingActions.filter((action) => requests[action](caller)).map((action) => {
    const refusal = refusalOf(action, line.state);
    return allowedAction(action, refusal && problem(refusal));
  });
  return { ...line, allowedActions };
}

function answered(reply: FastifyReply, caller: Caller, { briefing, isRepeat }: Answer) {
  const { month, channel, unit } = briefing;
  void reply.status(isRepeat ? 200 : 201).header('location', `/v1/briefings/${month}/${channel}/${encodeURIComponent(unit.code)}`);
  return withActions(briefing, caller);
}
