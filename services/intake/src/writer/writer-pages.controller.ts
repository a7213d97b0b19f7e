import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { isProse, ratingSchema, withLineFeeds, type Rating } from '@wenzheng/contracts';
import { readTicket, sendOwnPage, siteOf, type Faults } from '@wenzheng/page-frame';
import { isTransient, Problem, Public } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { problem } from '../problems.js';
import { refuseForeign } from '../portal/foreign-form.js';
import { OwnPageOperation } from '../portal/own-page-operation.js';
import { ReceiptSlips } from '../portal/receipt-slip.js';
import { TicketIssuer } from '../query/ticket.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { FollowUps } from './follow-ups.service.js';
import { StandingReader } from './standing.service.js';
import { assumed, endedPage, writerPage, type WriterAct } from './writer-pages.view.js';
import { WriterService } from './writer.service.js';

const field = (maximum: number) => z.string().catch('').transform((text) => text.slice(0, maximum));
const typedSchema = z.object({ text: field(30_000).transform((text) => withLineFeeds(text.replace(/\r\n?/g, '\n')).trim()), rating: field(40) });
type Typed = z.output<typeof typedSchema>;
const nothing: Typed = { text: '', rating: '' };

const WriterPageOperation = (id: string, summary: string) => OwnPageOperation({ id, summary, statuses: [200, 503] });
const WriterFormOperation = (id: string, summary: string, form: z.ZodType) =>
  OwnPageOperation({ id, summary, statuses: [200, 409, 422, 503], answers: { 303: { headers: ['location'] } }, bodyLimit: 300 * 1024, problems: problem.pick('intake.foreign-form'), reads: { form } });

/** 撤回, 异议, 评价 and 追问 by forms, and who has read the writer's contact details: pages under the portal's address, by the ticket in the cookie of /query. */
@Controller('query/message')
@Public()
export class WriterPagesController {
  constructor(
    @Inject(WriterService) private readonly writers: WriterService,
    @Inject(FollowUps) private readonly followUps: FollowUps,
    @Inject(StandingReader) private readonly standings: StandingReader,
    @Inject(TicketIssuer) private readonly tickets: TicketIssuer,
    @Inject(ReceiptSlips) private readonly slips: ReceiptSlips,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  @Get('withdrawal')
  @WriterPageOperation('withdrawalPage', 'The form to withdraw the message, or why it cannot be')
  withdrawalPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open('withdrawal', request, reply);
  }

  @Post('withdrawal')
  @WriterFormOperation('withdrawForm', 'Withdraws the message', z.strictObject({ text: z.string().optional() }))
  withdraw(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take('withdrawal', { body, request, reply }, {
      check: ({ text }) => faultsOf(text, { maximum: 500 }),
      act: async (messageId, { text }) => void (await this.writers.withdraw(messageId, text || null)),
    });
  }

  @Get('objection')
  @WriterPageOperation('objectionPage', 'The form to object to the ruling of invalidity, or why there is none')
  objectionPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open('objection', request, reply);
  }

  @Post('objection')
  @WriterFormOperation('objectForm', 'Objects to the ruling of invalidity', z.strictObject({ text: z.string() }))
  object(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take('objection', { body, request, reply }, {
      check: ({ text }) => faultsOf(text, { maximum: 2_000, missing: '请填写异议的理由' }),
      act: async (messageId, { text }) => void (await this.writers.object(messageId, text)),
    });
  }

  @Get('rating')
  @WriterPageOperation('ratingPage', 'The form to rate the answer, or why there is none')
  ratingPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open('rating', request, reply);
  }

  @Post('rating')
  @WriterFormOperation('rateForm', 'Rates the answer', z.strictObject({ rating: ratingSchema, text: z.string().optional() }))
  rate(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take('rating', { body, request, reply }, {
      check: ({ rating, text }) => ({ ...(ratingSchema.safeParse(rating).success ? {} : { rating: '请选择满意、基本满意或者不满意' }), ...faultsOf(text, { maximum: 500 }) }),
      act: async (messageId, { rating, text }) => void (await this.writers.rate(messageId, rating as Rating, text || null)),
    });
  }

  @Get('follow-ups')
  @WriterPageOperation('followUpsPage', 'The form to ask after the answer, and what was asked before')
  followUpsPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open('follow-ups', request, reply);
  }

  @Post('follow-ups')
  @WriterFormOperation('followUpForm', 'Asks after the answer: a message of its own, which leads to its receipt', z.strictObject({ text: z.string() }))
  askAgain(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.take('follow-ups', { body, request, reply }, {
      check: ({ text }) => faultsOf(text, { maximum: 2_000, missing: '请填写追问的内容' }),
      act: async (messageId, { text }) => {
        const { visibility } = await this.standings.of(messageId);
        const { receipt, repeated } = await this.followUps.ask(messageId, text);
        reply.header('set-cookie', this.slips.cookieOf(receipt, { visibility, repeated }, new Date()));
        return '/submit/received';
      },
    });
  }

  @Get('contact-readings')
  @WriterPageOperation('contactReadingsPage', 'When and for what the writer’s contact details were read')
  contactReadings(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.open('contact-readings', request, reply);
  }

  private async open(what: WriterAct | 'contact-readings', request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const messageId = this.messageOf(request);
    if (!messageId) return sendOwnPage(endedPage(siteOf(this.config)), reply);
    await this.show(what, messageId, reply, { typed: nothing, faults: {} });
  }

  private async take(
    what: WriterAct,
    { body, request, reply }: { body: unknown; request: FastifyRequest; reply: FastifyReply },
    { check, act }: { check: (typed: Typed) => Faults; act: (messageId: string, typed: Typed) => Promise<string | void> },
  ): Promise<void> {
    refuseForeign(request, this.config);
    const messageId = this.messageOf(request);
    if (!messageId) return sendOwnPage(endedPage(siteOf(this.config)), reply);
    const typed = typedSchema.parse(body ?? {});
    const faults = check(typed);
    if (Object.keys(faults).length > 0) return this.show(what, messageId, reply, { typed, faults, status: 422 });
    try {
      const location = (await act(messageId, typed)) ?? `/query/message/${what}`;
      void reply.status(303).headers({ location, 'cache-control': 'no-store' }).send();
    } catch (error) {
      if (error instanceof Problem && error.status === 409) return this.show(what, messageId, reply, { typed, faults: {}, notice: error.toDocument('zh', '').title, status: 409 });
      if (isTransient(error) || (error instanceof Problem && (error.status === 503 || error.status === 429))) return this.giveBack(what, typed, reply);
      throw error;
    }
  }

  private async show(what: WriterAct | 'contact-readings', messageId: string, reply: FastifyReply, { typed, faults, notice, status = 200 }: { typed: Typed; faults: Faults; notice?: string; status?: number }): Promise<void> {
    sendOwnPage(writerPage(what, { site: siteOf(this.config), standing: await this.standings.of(messageId), now: this.clock.now(), typed, faults, notice }), reply, status);
  }

  /** The database is away: how the message stands is not known, but what was typed is not lost. */
  private giveBack(what: WriterAct, typed: Typed, reply: FastifyReply): void {
    const page = writerPage(what, { site: siteOf(this.config), standing: assumed(what), now: this.clock.now(), typed, faults: {}, notice: '现在无法提交。请不要关闭本页，1分钟后再提交；已经提交的不会重复' });
    reply.header('retry-after', '60');
    sendOwnPage(page, reply, 503);
  }

  private messageOf({ headers }: FastifyRequest): string | null {
    const ticket = readTicket(headers.cookie);
    return ticket && this.tickets.messageOf(ticket, new Date());
  }
}

function faultsOf(text: string, { maximum, missing }: { maximum: number; missing?: string }): Faults {
  if (text === '') return missing ? { text: missing } : {};
  const count = [...text].length;
  if (count > maximum) return { text: `有${count.toLocaleString('en-US')}字，最多${maximum.toLocaleString('en-US')}字` };
  return isProse(text) ? {} : { text: '里面没有文字，或者含有不能保存的字符' };
}
