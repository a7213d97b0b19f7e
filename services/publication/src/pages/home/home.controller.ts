import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { languageOf } from '@wenzheng/page-frame';
import { Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { stageOf } from '../../forum/forum-stage.rules.js';
import { ForumReader } from '../../forum/forum.reader.js';
import { HotIssueReader } from '../../hot-issue/hot-issue.reader.js';
import { summarise } from '../../message/message-view.rules.js';
import { MessageReader } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { SessionReader } from '../../session/session.reader.js';
import { sessionStage } from '../../session/session.rules.js';
import { isMonth } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { homePage } from './home.view.js';

@Controller()
@Public()
export class HomeController {
  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(ForumReader) private readonly forums: ForumReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(HotIssueReader) private readonly hotIssues: HotIssueReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'homePage', summary: '首页' })
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('home', () => this.render()), request, reply);
  }

  private async render(): Promise<string> {
    const { site } = this.pages;
    const reading = this.pages.reading(languageOf(site));
    const { now } = reading;
    const today = businessDateOf(now);
    const from = `${today.slice(0, 8)}01`;
    const [answered, overdue, figures, interviews, forums, periods, hotIssues] = await Promise.all([
      this.reader.newestAnswered(5), this.reader.longestOverdue(5, today), this.reader.figures(from, today), this.sessions.interviews(), this.forums.forums(), this.statistics.periods(), this.hotIssues.newest(3),
    ]);
    return homePage({
      site,
      now,
      answered: answered.map((row) => summarise(row, reading)),
      overdue: overdue.map((row) => summarise(row, reading)),
      month: { ...figures, from, asOf: today },
      interview: interviews.findLast((session) => ['announced', 'live'].includes(sessionStage(session, now))) ?? null,
      forum: forums.findLast((forum) => !['over', 'minuted', 'cancelled'].includes(stageOf(forum, now))) ?? null,
      closed: periods.find(isMonth) ?? null,
      hotIssues,
    });
  }
}
