import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { sendPage } from '../../portal/respond.js';
import { accessibilityPage } from './accessibility.view.js';

@Controller('accessibility')
@Public()
export class AccessibilityController {
  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  @Get()
  @PageOperation({ id: 'accessibilityPage', summary: '无障碍说明' })
  async accessibility(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(await this.pages.fresh('accessibility', async () => accessibilityPage(this.pages.site)), request, reply);
  }
}
