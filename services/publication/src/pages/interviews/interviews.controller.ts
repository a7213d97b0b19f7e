import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { countQuestions, isStorableText, questionStateOf, type QuestionCounts } from '@wenzheng/contracts';
import { withScript } from '@wenzheng/page-frame';
import { Operation, platformProblem, Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { summarise } from '../../message/message-view.rules.js';
import { MessageReader, type AskedMessage } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { SessionReader } from '../../session/session.reader.js';
import { isOver, untouched, type SessionState } from '../../session/session.rules.js';
import { interviewPage, refreshSeconds, type AskedQuestion } from './interview.view.js';
import { interviewsPage } from './interviews.view.js';
import { liveScript } from './live-script.js';
import { LiveViewers } from './live-viewers.js';

const yearSchema = z.coerce.number().int().min(2000).max(2100);
const refreshSchema = z.object({ refresh: z.coerce.number().pipe(z.literal(refreshSeconds)).optional() });
const notFound = problem.pick('publication.interview-not-found');
/** No proxy on the way may hold events back, and the connection ends with the stream. */
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };
const live = { 'content-security-policy': `${withScript['content-security-policy']}; connect-src 'self'` };

/** 在线访谈: the plan, and each interview under one address through its three lives. */
@Controller()
@Public()
export class InterviewsController {
  constructor(
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(MessageReader) private readonly messages: MessageReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(LiveViewers) private readonly viewers: LiveViewers,
  ) {}

  @Get('interviews')
  @PageOperation({ id: 'interviewsPage', summary: '在线访谈: what comes next, the plan of the year with its coverage, and what was held' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('interviews', () => this.renderYear(Number(businessDateOf(this.pages.reading().now).slice(0, 4)))), request, reply);
  }

  @Get('interview-plans/:year')
  @PageOperation({ id: 'interviewPlanPage', summary: '年度计划: of any year' })
  async plan(@Param('year', { schema: yearSchema }) year: number, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh(`interviews ${year}`, () => this.renderYear(year)), request, reply);
  }

  /** The address changes with the content, so a browser asks once. */
  @Get('interview-scripts/:file')
  @Operation({
    id: 'liveScript',
    tag: 'Portal',
    summary: 'The script that tells of new answers; the page does without',
    answers: { 200: { mediaType: 'text/javascript', schema: z.string() } },
    problems: platformProblem.pick('not-found'),
    hasErrorPages: true,
  })
  script(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (file !== liveScript.file) throw platformProblem('not-found');
    void reply.headers({ 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }).send(liveScript.source);
  }

  @Get('interviews/:number')
  @PageOperation({
    id: 'interviewPage',
    summary: 'One interview: 预告, 直播, 实录 under one address',
    description: 'While it is live, a reader may have it come anew every thirty seconds, and stop that.',
    problems: notFound,
  })
  async interview(@Param('number') number: string, @Query({ schema: refreshSchema }) { refresh = null }: { refresh?: number | null | undefined }, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`interview ${keyOf(number)} ${refresh}`, async () => {
      const { now } = this.pages.reading();
      const session = await this.one(number);
      const { questions, counts } = await this.questionsOf(session);
      return interviewPage({ site: this.pages.site, now, session, questions, counts, refresh });
    });
    if (refresh !== null) void reply.header('refresh', String(refresh));
    sendPage(page, request, reply, live);
  }

  @Get('interviews/:number/events')
  @Operation({
    id: 'streamInterview',
    tag: 'Portal',
    summary: 'How many questions stand where, as server-sent events `counts`, whenever that changes',
    answers: { 200: { schema: z.string(), mediaType: 'text/event-stream' } },
    problems: problem.pick('publication.interview-not-found', 'publication.too-many-viewers'),
    hasErrorPages: true,
  })
  async events(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.viewers.assertRoom();
    await this.one(number);
    reply.hijack();
    reply.raw.writeHead(200, streamHeaders);
    if (request.method === 'HEAD') reply.raw.end();
    else await this.viewers.serve(reply.raw, () => this.countsOf(number));
  }

  private async renderYear(year: number): Promise<string> {
    const { now } = this.pages.reading();
    const [sessions, plan, planned, roster] = await Promise.all([this.sessions.interviews(), this.sessions.plan(year), this.sessions.plannedYears(), this.sessions.roster()]);
    return interviewsPage({ site: this.pages.site, now, year, sessions, plan, planned, roster });
  }

  private async one(number: string): Promise<SessionState> {
    const session = await this.sessions.interview(keyOf(number));
    if (!session) throw problem('publication.interview-not-found');
    return session;
  }

  /** One look a second for all who watch. */
  private async countsOf(number: string): Promise<string> {
    const { body } = await this.pages.fresh(`interview-counts ${number}`, async () => {
      const session = await this.one(number);
      const { counts } = await this.questionsOf(session);
      return JSON.stringify({ received: counts.received, answered: counts.answered, isOver: isOver(session) });
    });
    return body.toString();
  }

  private async questionsOf(session: SessionState): Promise<{ questions: AskedQuestion[]; counts: QuestionCounts }> {
    const reading = this.pages.reading();
    const over = isOver(session);
    const asked = await this.messages.asked(session.sessionId);
    const questions = asked.map(({ row, text, replies }: AskedMessage): AskedQuestion => {
      const placed = session.questions.get(row.messageId) ?? untouched;
      const message = summarise(row, reading);
      return { ...placed, messageId: row.messageId, state: questionStateOf(placed.stored, row.ending, over), message, text: message.isPrivate ? null : text, answer: message.isPrivate ? null : (replies.find(({ interim }) => !interim) ?? replies[0] ?? null) };
    });
    return { questions, counts: countQuestions(asked.map(({ row }) => ({ stored: session.questions.get(row.messageId)?.stored ?? null, ending: row.ending, count: 1 })), over) };
  }
}

/** What no interview is called is not looked for. */
function keyOf(number: string): string {
  if (number.length > 40 || !isStorableText(number)) throw problem('publication.interview-not-found');
  return number;
}
