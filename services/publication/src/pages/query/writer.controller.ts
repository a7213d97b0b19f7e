import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ratingSchema } from '@wenzheng/contracts';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { QueryOperation } from '../../portal/page-operation.js';
import { problem } from '../../problems.js';
import { OwnPage } from './own-page.js';
import { TicketService, type WriterAct } from './ticket.service.js';

/** A field left empty was not filled in; what it may hold is for intake to say. */
const words = z.string().trim().catch('').transform((text) => text || undefined);
const withdrawalForm = z.object({ reason: words }).catch({ reason: undefined });
const objectionForm = z.object({ text: words }).catch({ text: undefined });
const ratingForm = z.object({ rating: z.string().catch(''), reason: words }).catch({ rating: '', reason: undefined });

const WriterForm = (id: string, summary: string, form: z.ZodType) =>
  QueryOperation({ id, summary, statuses: [200, 409, 422, 429, 503], answers: {}, problems: problem.pick('publication.foreign-form', 'publication.query-unavailable'), reads: { form } });

/** 撤回, 异议, 评价 and 追问 by the writer: forms of the own view, which intake takes. */
@Controller('query/message')
@Public()
export class WriterController {
  constructor(
    @Inject(OwnPage) private readonly page: OwnPage,
    @Inject(TicketService) private readonly tickets: TicketService,
  ) {}

  @Post('withdrawal')
  @WriterForm('withdrawForm', 'Withdraws the message', z.strictObject({ reason: z.string().optional() }))
  async withdraw(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { reason } = withdrawalForm.parse(body ?? {});
    await this.take(request, reply, { what: 'withdrawals', body: { reason } }, '已撤回。页面稍后更新，内容不再公开。');
  }

  @Post('objection')
  @WriterForm('objectForm', 'Objects to the ruling of invalidity', z.strictObject({ text: z.string() }))
  async object(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { text } = objectionForm.parse(body ?? {});
    if (!text) return this.refuse(request, reply, '请填写异议的理由');
    await this.take(request, reply, { what: 'objections', body: { text } }, '异议已收到，将由作出认定以外的人员复核，结果会在本页公布。');
  }

  @Post('rating')
  @WriterForm('rateForm', 'Rates the answer', z.strictObject({ rating: ratingSchema, reason: z.string().optional() }))
  async rate(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { rating, reason } = ratingForm.parse(body ?? {});
    if (!ratingSchema.safeParse(rating).success) return this.refuse(request, reply, '请选择满意、基本满意或者不满意');
    await this.take(request, reply, { what: 'ratings', body: { rating, reason } }, '感谢您的评价。');
  }

  @Post('follow-up')
  @WriterForm('followUpForm', 'Asks after the answer: a message of its own, whose receipt is shown once', z.strictObject({ text: z.string() }))
  async followUp(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { text } = objectionForm.parse(body ?? {});
    if (!text) return this.refuse(request, reply, '请填写追问的内容');
    await this.take(request, reply, { what: 'follow-ups', body: { text } }, '追问已受理。');
  }

  private async take(request: FastifyRequest, reply: FastifyReply, act: WriterAct, done: string): Promise<void> {
    this.page.refuseForeign(request);
    const opened = await this.page.opened(request);
    if (!opened) return this.page.ended(reply, '已退出，请重新输入查询码');
    const { fault, status, receipt } = await this.tickets.act(opened.ticket, opened.messageId, act, request.ip);
    await this.page.show(opened.messageId, reply, fault ? { fault } : { notice: receipt ? `${done}受理编号：${receipt.messageNumber}，查询码：${receipt.trackingCode}。查询码只显示这一次，请保存。` : done }, status);
  }

  private async refuse(request: FastifyRequest, reply: FastifyReply, fault: string): Promise<void> {
    this.page.refuseForeign(request);
    const opened = await this.page.opened(request);
    if (!opened) return this.page.ended(reply, '已退出，请重新输入查询码');
    await this.page.show(opened.messageId, reply, { fault }, 422);
  }
}
