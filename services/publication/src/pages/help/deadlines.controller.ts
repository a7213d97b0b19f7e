import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { deadlinesPage } from './deadlines.view.js';

@Controller('help/deadlines')
@Public()
export class DeadlinesController {
  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  @Get()
  @PageOperation({ id: 'deadlinesPage', summary: '时限怎么算' })
  async deadlines(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('help deadlines', async () => deadlinesPage({ site: this.pages.site, today: this.pages.today, calendars: this.pages.reading().calendars })), request, reply);
  }
}
