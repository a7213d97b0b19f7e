import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller, type OperationOptions, type Role } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PaperOperation, sendPaper } from '../paper/paper-response.js';
import { problem } from '../../problems.js';
import { matterStates } from './major-matter.rules.js';
import { flagSchema, matterPageSchema, matterSchema, receiptSchema, reportSchema } from './major-matter.schema.js';
import { MajorMatterService } from './major-matter.service.js';

const pageSchema = z.object({
  state: z.enum(matterStates).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const withdrawalSchema = z.object({ reason: prose(1_000) });

const readers: [Role, ...Role[]] = ['supervision-office', 'information-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal'];
const tag = 'Documents';
const notFound = platformProblem.pick('not-found');
const answers = { 201: { schema: matterSchema, headers: ['location'] }, 200: matterSchema };
const step = (options: Pick<OperationOptions, 'id' | 'summary'>): OperationOptions => ({
  ...options, tag, answers, problems: { ...notFound, ...problem.pick('deadline-supervision.not-in-this-state') },
});

@Controller('v1/major-matters')
export class MajorMatterController {
  constructor(@Inject(MajorMatterService) private readonly matters: MajorMatterService) {}

  @Get()
  @Operation({ id: 'listMajorMatters', tag, summary: 'Major matters 重大问题, the newest first; a unit sees those of its messages', answers: { 200: matterPageSchema } })
  @Allow(...readers)
  list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
    return this.matters.list(page, caller);
  }

  @Post()
  @Operation({ id: 'flagMajorMatter', tag, summary: 'Flag a message; it is to be reported within one working day', description: 'Whoever flags it again is shown the first flag: 200.', answers, problems: notFound })
  @Allow('supervision-office', 'information-office', 'web-admin', 'principal')
  async flag(@Body({ schema: flagSchema }) body: z.output<typeof flagSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    const { id, isRepeat } = await this.matters.flag(body, caller);
    return this.answer(reply, id, caller, isRepeat);
  }

  @Get(':id')
  @Operation({ id: 'readMajorMatter', tag, summary: 'One of them with its report, its receipt and its history', answers: { 200: matterSchema }, problems: notFound })
  @Allow(...readers)
  one(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller) {
    return this.matters.one(id, caller);
  }

  @Get(':id/print')
  @PaperOperation({ id: 'printMajorMatter', tag, summary: '重大问题报告 to print' })
  @Allow(...readers)
  async print(@Param('id', { schema: z.uuid() }) id: string, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    sendPaper(await this.matters.paper(id, caller), reply);
  }

  @Post(':id/reports')
  @Operation(step({ id: 'reportMajorMatter', summary: '报市政府: signed by a named officer, with its number' }))
  @Allow('supervision-office', 'information-office')
  async report(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: reportSchema }) body: z.output<typeof reportSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.matters.report(id, caller, body));
  }

  @Post(':id/receipts')
  @Operation(step({ id: 'recordReceipt', summary: '回执: the municipal government has it' }))
  @Allow('supervision-office', 'information-office')
  async receive(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: receiptSchema }) body: z.output<typeof receiptSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.matters.receive(id, caller, body));
  }

  @Post(':id/withdrawals')
  @Operation(step({ id: 'withdrawMajorMatter', summary: 'The flag was a mistake, with the reason' }))
  @Allow('supervision-office', 'information-office')
  async withdraw(@Param('id', { schema: z.uuid() }) id: string, @Body({ schema: withdrawalSchema }) body: z.output<typeof withdrawalSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, id, caller, await this.matters.withdraw(id, caller, body));
  }

  private async answer(reply: FastifyReply, id: string, caller: Caller, isRepeat: boolean) {
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/major-matters/${id}`);
    return this.matters.one(id, caller);
  }
}
