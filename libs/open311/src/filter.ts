import { Catch } from '@nestjs/common';
import { prefersEnglish, ProblemFilter, type Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listOf, sendOpen311, written, type Format } from './document.js';

const said = { type: 'string' } as const;

/** For openapi.json: an error in each format, by its media type. */
export const problemsAlsoAs = {
  'text/xml': said,
  'application/json': { type: 'array', items: { type: 'object', required: ['code', 'description'], properties: { code: said, description: said } } },
};

/** Errors as GeoReport says them: the status, and in words what is wrong and where. */
@Catch()
export class Open311Filter extends ProblemFilter {
  protected override respond(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    const format: Format = /\.json(?:\?|$)/.test(request.url) ? 'json' : 'xml';
    const { detail, code, errors = [] } = problem.toDocument(prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh', `urn:uuid:${request.id}`);
    const places = errors.map(({ pointer }) => pointer.slice(1)).filter(Boolean);
    const description = [detail, `[${[code, ...places].join(' ')}]`].join(' ');
    void reply.status(problem.status);
    const wait = problem.options.retryAfterSeconds;
    sendOpen311(reply, format, written(format, 'errors', listOf('error', [{ code: String(problem.status), description }])), { 'cache-control': 'no-store', ...(wait ? { 'retry-after': String(wait) } : {}) });
  }
}
