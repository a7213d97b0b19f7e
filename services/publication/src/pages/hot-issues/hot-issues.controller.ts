import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { networkOf, Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HotIssueReader } from '../../hot-issue/hot-issue.reader.js';
import { summarise } from '../../message/message-view.rules.js';
import { MessageLists } from '../../message/message-lists.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { hotIssuePage, hotIssuesPage } from './hot-issues.view.js';

const mostListed = 200;
const newestMessages = 10;
const idSchema = z.uuid();

/** 热点问题 that were confirmed. */
@Controller('hot-issues')
@Public()
export class HotIssuesController {
  constructor(
    @Inject(HotIssueReader) private readonly hotIssues: HotIssueReader,
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'hotIssuesPage', summary: '热点问题: those that an office has confirmed and named' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('hot issues', async () => hotIssuesPage({ site: this.pages.site, issues: await this.hotIssues.newest(mostListed) })), request, reply);
  }

  @Get(':id')
  @PageOperation({ id: 'hotIssuePage', summary: 'One of them: the rule beside what it was applied to, and its public messages', problems: problem.pick('publication.hot-issue-not-found') })
  async one(@Param('id') text: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { data: id } = idSchema.safeParse(text);
    if (id === undefined) throw problem('publication.hot-issue-not-found');
    sendPage(await this.pages.fresh(`hot issue ${id}`, () => this.render(id, networkOf(request.ip))), request, reply);
  }

  /** One that was merged shows the one that it has become. */
  private async render(asked: string, caller: string): Promise<string> {
    const id = (await this.hotIssues.mergedInto(asked)) ?? asked;
    const issue = await this.hotIssues.one(id);
    if (!issue) throw problem('publication.hot-issue-not-found');
    const reading = this.pages.reading();
    const [days, rows] = await Promise.all([this.hotIssues.days(id), this.lists.after({ hotIssue: id }, null, newestMessages, businessDateOf(reading.now), caller)]);
    return hotIssuePage({ site: this.pages.site, issue, days, messages: rows.map((row) => summarise(row, reading)) });
  }
}
