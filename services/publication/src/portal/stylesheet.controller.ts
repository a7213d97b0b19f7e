import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { stylesheetIn } from '@wenzheng/page-frame';
import { Operation, platformProblem, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PublishedPages } from './published-pages.js';
import { rendered, sendCacheable, type Rendered } from './respond.js';

@Controller('assets')
@Public()
export class StylesheetController {
  private sheet: Rendered | null = null;

  constructor(@Inject(PublishedPages) private readonly pages: PublishedPages) {}

  /** The address changes with the content, so a browser asks once. */
  @Get(':file')
  @Operation({
    id: 'asset',
    tag: 'Portal',
    summary: 'The stylesheet',
    answers: { 200: { mediaType: 'text/css', schema: z.string() } },
    problems: platformProblem.pick('not-found'),
    hasErrorPages: true,
  })
  stylesheet(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { path, css } = stylesheetIn(this.pages.site);
    if (`/assets/${file}` !== path) throw platformProblem('not-found');
    this.sheet ??= rendered(css);
    sendCacheable(this.sheet, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' }, request, reply);
  }
}
