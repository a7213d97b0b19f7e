import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { sitemapPage } from './sitemap.view.js';

@Controller('sitemap')
@Public()
export class SitemapController {
  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  @Get()
  @PageOperation({ id: 'sitemapPage', summary: '网站地图' })
  async sitemap(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('sitemap page', async () => sitemapPage(this.pages.site, this.pages.today)), request, reply);
  }
}
