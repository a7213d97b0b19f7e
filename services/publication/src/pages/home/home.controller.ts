import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { summarise } from '../../message/message-view.rules.js';
import { MessageReader } from '../../message/message.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { homePage } from './home.view.js';

@Controller()
@Public()
export class HomeController {
  constructor(
    @Inject(MessageReader) private readonly reader: MessageReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'homePage', summary: '首页' })
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('home', () => this.render()), request, reply);
  }

  private async render(): Promise<string> {
    const reading = this.pages.reading();
    const today = businessDateOf(reading.now);
    const from = `${today.slice(0, 8)}01`;
    const [answered, overdue, figures] = await Promise.all([this.reader.newestAnswered(5), this.reader.longestOverdue(5, today), this.reader.figures(from, today)]);
    return homePage({
      site: this.pages.site,
      answered: answered.map((row) => summarise(row, reading)),
      overdue: overdue.map((row) => summarise(row, reading)),
      month: { ...figures, from, asOf: today },
    });
  }
}
