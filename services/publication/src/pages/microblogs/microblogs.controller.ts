import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectoryReader } from '../../directory/directory.reader.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { isMonth } from '../../statistics/period.rules.js';
import { StatisticsReader } from '../../statistics/statistics.reader.js';
import { microblogsPage } from './microblogs.view.js';

/** 政务微博 */
@Controller('microblogs')
@Public()
export class MicroblogsController {
  constructor(
    @Inject(DirectoryReader) private readonly directory: DirectoryReader,
    @Inject(StatisticsReader) private readonly statistics: StatisticsReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
  ) {}

  @Get()
  @PageOperation({ id: 'microblogsPage', summary: '政务微博: the accounts of all units, and which have published none' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('microblogs', async () => microblogsPage({ site: this.pages.site, units: await this.directory.units(), month: (await this.statistics.periods()).find(isMonth) ?? null })), request, reply);
  }
}
