import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { networkOf, Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { boardFilterSchema, type MessageFilter } from '../../message/filter.rules.js';
import { summarise } from '../../message/message-view.rules.js';
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
    const reading = this.pages.reading();
    const [{ rows, ...counted }, units] = await Promise.all([this.reader.page(filter, page, businessDateOf(reading.now), caller), this.reader.units()]);
    const messages = rows.map((row) => summarise(row, reading));
    return boardPage({ site: this.pages.site, filter, page, ...counted, messages, units });
  }
}
