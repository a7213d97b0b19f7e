import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { privacyPage } from './privacy.view.js';

@Controller('privacy')
@Public()
export class PrivacyController {
  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  @Get()
  @PageOperation({ id: 'privacyPage', summary: '个人信息保护告知' })
  async privacy(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('privacy', async () => privacyPage(this.pages.site)), request, reply);
  }
}
