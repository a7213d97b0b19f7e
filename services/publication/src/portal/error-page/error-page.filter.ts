import { Catch, Inject } from '@nestjs/common';
import { LOGGER, ProblemFilter, wanted, type Logger, type Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicationConfig } from '../../config.js';
import { errorPage } from './error.view.js';
import { siteOf } from '../layout/site.js';
import { pageHeaders } from '../respond.js';
import { CONFIG } from '../../tokens.js';

/** People in a browser read a page, programs the problem document. */
@Catch()
export class ErrorPageFilter extends ProblemFilter {
  constructor(
    @Inject(LOGGER) logger: Logger,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {
    super(logger);
  }

  protected override respond(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || !wantsPage(request)) return super.respond(problem, request, reply);
    if (problem.options.retryAfterSeconds) reply.header('retry-after', String(problem.options.retryAfterSeconds));
    const { title: detail } = problem.toDocument('zh', '');
    void reply
      .status(problem.status)
      .headers({ ...pageHeaders, 'cache-control': 'no-store' })
      .send(errorPage({ site: siteOf(this.config), status: problem.status, detail, reference: request.id }));
  }
}

/** The programs' paths never answer with a page, whatever is accepted. */
const wantsPage = (request: FastifyRequest): boolean =>
  wanted(request.headers.accept).includes('text/html') && !/^\/(?:v1|health|metrics|docs|openapi)\b/.test(request.url);
