import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { languageOf } from '@wenzheng/page-frame';
import { networkOf, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { HotIssueReader } from '../../hot-issue/hot-issue.reader.js';
import { boardFilterSchema, type MessageFilter } from '../../message/filter.rules.js';
import { summarise } from '../../message/message-view.rules.js';
import { MessageLists } from '../../message/message-lists.js';
import { MessageReader } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { boardPage, boardPath } from './board.view.js';

/** 市民心声: the list of messages that people search and filter. */
@Controller('messages')
@Public()
export class BoardController {
  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(MessageLists) private readonly lists: MessageLists,
    @Inject(HotIssueReader) private readonly hotIssues: HotIssueReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({
    id: 'boardPage',
    summary: '市民心声: the board, filtered and page by page',
    description: 'What makes no sense in the address is refused, and shows no more than was asked for.',
  })
  async board(@Query({ schema: boardFilterSchema }) { page, ...filter }: z.output<typeof boardFilterSchema>, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh(`board ${boardPath(filter, page)}`, () => this.render(filter, page, networkOf(request.ip))), request, reply);
  }

  private async render(filter: MessageFilter, page: number, caller: string): Promise<string> {
    const { site } = this.pages;
    const reading = this.pages.reading(languageOf(site));
    const [units, hotIssue] = await Promise.all([this.reader.units(), filter.hotIssue ? this.hotIssues.one(filter.hotIssue) : null]);
    const { rows, hits, ...counted } = await this.lists.page(filter, page, { now: reading.now, units, caller });
    const messages = rows.map((row) => ({ ...summarise(row, reading), hit: hits.get(row.messageId) }));
    return boardPage({ site, filter, page, ...counted, messages, units, hotIssueTitle: hotIssue?.title });
  }
}
