import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { networkOf, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage, type Rendered } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { deadlinePage, messagePage } from './message.view.js';

const notFound = problem.pick('publication.message-not-found');

@Controller('messages/:number')
@Public()
export class MessagePageController {
  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  @Get()
  @PageOperation({ id: 'messagePage', summary: 'One message with its replies', problems: notFound })
  async message(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { site } = this.pages;
    sendPage(known(await this.pages.ofMessage('message', number, networkOf(request.ip), (message, calendars, citations) => messagePage({ site, message, calendars, citations }))), request, reply);
  }

  @Get('deadline')
  @PageOperation({ id: 'deadlinePage', summary: '答复时限: the deadline explained day by day', problems: notFound })
  async deadline(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { site } = this.pages;
    sendPage(known(await this.pages.ofMessage('deadline', number, networkOf(request.ip), (message, calendars) => deadlinePage({ site, message, calendars }))), request, reply);
  }
}

function known(page: Rendered | null): Rendered {
  if (!page) throw problem('publication.message-not-found');
  return page;
}
