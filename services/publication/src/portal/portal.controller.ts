import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { Operation, platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { problem } from '../problems.js';
import { PageOperation } from './page-operation.js';
import { PortalService } from './portal.service.js';
import { sendPage, type Rendered } from './respond.js';
import { stylesheet, stylesheetPath } from '../pages/stylesheet.js';

const anything = z.string().optional();
const notFound = problem.pick('publication.message-not-found');

/** The pages that everyone may read. */
@Controller()
@Public()
export class PortalController {
  constructor(@Inject(PortalService) private readonly portal: PortalService) {}

  @Get()
  @PageOperation({ id: 'homePage', summary: '首页' })
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.home()), request, reply);
  }

  @Get('messages')
  @PageOperation({
    id: 'boardPage',
    summary: '市民心声: the board, filtered and page by page',
    description: 'What makes no sense in the address is left out.',
    reads: { query: { q: anything, unit: anything, kind: anything, state: anything, channel: anything, from: anything, to: anything, page: anything } },
  })
  async board(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.board(query)), request, reply);
  }

  @Get('messages/:number')
  @PageOperation({ id: 'messagePage', summary: 'One message with its replies', problems: notFound })
  async message(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.message(number)), request, reply);
  }

  @Get('messages/:number/deadline')
  @PageOperation({ id: 'deadlinePage', summary: '答复时限: the deadline explained day by day', problems: notFound })
  async deadline(@Param('number') number: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(known(await this.portal.deadline(number)), request, reply);
  }

  /** The address changes with the content, so a browser asks once. */
  @Get('assets/:file')
  @Operation({
    id: 'asset',
    tag: 'Portal',
    summary: 'The stylesheet',
    answers: { 200: { mediaType: 'text/css', schema: z.string() } },
    problems: platformProblem.pick('not-found'),
    hasErrorPages: true,
  })
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
