import { Catch, Inject } from '@nestjs/common';
import { LOGGER, ProblemFilter, wanted, type Logger, type Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errorPage } from './error.view.js';
import { languageTags } from './language.js';
import { sendOwnPage } from './own-page.js';
import { readerOf } from './reader.js';
import type { Site } from './site.js';

export const SITE = Symbol('site');

/** People in a browser read a page, programs the problem document. */
@Catch()
export class ErrorPageFilter extends ProblemFilter {
  constructor(
    @Inject(LOGGER) logger: Logger,
    @Inject(SITE) private readonly site: Site,
  ) {
    super(logger);
  }

  protected override respond(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || !wantsPage(request)) return super.respond(problem, request, reply);
    if (problem.options.retryAfterSeconds) reply.header('retry-after', String(problem.options.retryAfterSeconds));
    // An error can come before whatever knows whom the answer is for.
    const reader = readerOf(request);
    const { title: detail } = problem.toDocument(reader.language, '');
    sendOwnPage(errorPage({ site: { ...this.site, reader }, status: problem.status, detail, reference: request.id }), reply, problem.status, { 'content-language': languageTags[reader.language] });
  }
}

/** The programs' paths never answer with a page, whatever is accepted. */
const wantsPage = (request: FastifyRequest): boolean =>
  wanted(request.headers.accept).includes('text/html') && !/^\/(?:v1|open311|health|metrics|docs|openapi)\b/.test(request.url);
