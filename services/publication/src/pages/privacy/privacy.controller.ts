import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { rendered, sendPage, type Rendered } from '../../portal/respond.js';
import { privacyPage } from './privacy.view.js';

@Controller('privacy')
@Public()
export class PrivacyController {
  private readonly page: Rendered;

  constructor(@Inject(PublishedPages) { site }: PublishedPages) {
    this.page = rendered(privacyPage(site));
  }

  @Get()
  @PageOperation({ id: 'privacyPage', summary: '个人信息保护告知' })
  privacy(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(this.page, request, reply);
  }
}
