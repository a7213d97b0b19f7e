import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { PortalService } from './portal.service.js';
import { sendPage, type Rendered } from './respond.js';
import { stylesheet, stylesheetPath } from '../pages/stylesheet.js';

/** The pages that everyone may read. */
@Controller()
@Public()
export class PortalController {
  constructor(@Inject(PortalService) private readonly portal: PortalService) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.home()), request, reply);
  }

  @Get('messages')
  async board(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.board(query)), request, reply);
  }

  @Get('messages/:number')
  async message(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.message(number)), request, reply);
  }

  @Get('messages/:number/deadline')
  async deadline(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.deadline(number)), request, reply);
  }

  /** The address changes with the content, so a browser asks once. */
  @Get('assets/:file')
  stylesheet(@Param('file') file: string, @Res() reply: FastifyReply): void {
    if (`/assets/${file}` !== stylesheetPath) throw platformProblem('not-found');
    void reply
      .headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' })
      .send(stylesheet);
  }
}

function known(page: Rendered | null): Rendered {
  if (!page) throw problem('publication.message-not-found');
  return page;
}
