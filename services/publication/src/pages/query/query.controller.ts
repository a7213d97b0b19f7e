import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { languageOf, sendOwnPage, setCookie, ticketCookie } from '@wenzheng/page-frame';
import { Problem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { QueryOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { problem } from '../../problems.js';
import { OwnPage } from './own-page.js';
import { queryPage } from './query.view.js';
import { ticketSeconds, TicketService } from './ticket.service.js';
import { queryWords } from './words.js';

const text = z.string().trim().catch('');
const pairSchema = z.strictObject({ number: text, code: text }).catch({ number: '', code: '' });
const prefillSchema = z.object({ number: z.string().max(60).optional().catch(undefined) }).catch({ number: undefined });

const formSchema = z.strictObject({ number: z.string(), code: z.string() });

/** 查询: number and tracking code open the writer's own view for fifteen minutes. Neither stands in an address. */
@Controller('query')
@Public()
export class QueryController {
  constructor(
    @Inject(TicketService) private readonly tickets: TicketService,
    @Inject(OwnPage) private readonly page: OwnPage,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @QueryOperation({
    id: 'queryPage',
    summary: 'The form for number and tracking code',
    statuses: [200],
    answers: {},
    reads: { query: { number: z.string().optional().describe('fills the form') } },
  })
  form(@Query() query: unknown, @Res() reply: FastifyReply): void {
    sendOwnPage(queryPage({ site: this.pages.site, number: prefillSchema.parse(query ?? {}).number }), reply);
  }

  @Post()
  @QueryOperation({
    id: 'query',
    summary: 'Checks number and tracking code, and gives the cookie of the writer’s own view',
    description: 'Taken from our own pages only.',
    statuses: [422, 429, 503],
    answers: { 303: { headers: ['location', 'set-cookie'] } },
    problems: problem.pick('publication.foreign-form'),
    reads: { form: formSchema },
  })
  async query(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.page.refuseForeign(request);
    const { number, code } = pairSchema.parse(body ?? {});
    const language = languageOf(this.pages.site);
    const words = queryWords[language];
    const fault = (sentence: string, status: number) =>
      sendOwnPage(queryPage({ site: this.pages.site, number: number.slice(0, 60), fault: sentence }), reply, status);
    if (number === '' || code === '') return fault(words.bothNeeded, 422);
    if (number.length > 60 || code.length > 80 || !isStorableText(number + code)) return fault(words.wrongPair, 422);
    try {
      const ticket = await this.tickets.request(number, code, request.ip);
      if (!ticket) return fault(words.wrongPair, 422);
      void reply
        .status(303)
        .headers({ location: '/query/message', 'cache-control': 'no-store', 'set-cookie': setCookie(ticketCookie, ticket, { seconds: ticketSeconds, isSecure: this.page.isSecure }) })
        .send();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      reply.header('retry-after', String(error.options.retryAfterSeconds ?? 60));
      fault(error.status === 429 ? words.tooMany : error.toDocument(language, '').title, error.status);
    }
  }

  /** The public page and, for a private message, its words and replies. */
  @Get('message')
  @QueryOperation({
    id: 'ownMessagePage',
    summary: 'The writer’s own view, by the cookie; without one, the form',
    statuses: [200, 503],
    answers: {},
    problems: problem.pick('publication.query-unavailable'),
    reads: {},
  })
  async message(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const opened = await this.page.opened(request);
    if (!opened) return this.page.ended(reply, 'closed');
    await this.page.show(opened, reply);
  }

  @Post('end')
  @QueryOperation({
    id: 'endQuery',
    summary: 'Ends the writer’s own view',
    statuses: [200],
    answers: {},
    problems: problem.pick('publication.foreign-form'),
    reads: {},
  })
  @HttpCode(200)
  end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.page.refuseForeign(request);
    this.page.ended(reply, 'ended');
  }
}
