import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wanted } from '../accept.js';
import { codeOf, describeError, isTransient } from './failure.js';
import { LOGGER, type Logger } from '../logging.js';
import { platformProblem, Problem } from './problem.js';

/** The last stop of every HTTP error: what is known becomes its problem document, what is not is logged and said to be internal. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(error);
    if (problem.status >= 500) {
      this.logger.error({ error: describeError(error), request: request.id, code: problem.code }, 'request failed');
    }
    this.respond(problem, request, reply);
  }

  /** A service that also serves people overrides this with a page. */
  protected respond(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    sendProblem(problem, request, reply);
  }
}

export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  const language = prefersEnglish(request.headers['accept-language']) ? 'en' : 'zh';
  if (problem.options.retryAfterSeconds) reply.header('retry-after', String(problem.options.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language === 'en' ? 'en' : 'zh-CN')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem.toDocument(language, `urn:uuid:${request.id}`)));
}

/** Chinese unless the reader wants English most. */
export const prefersEnglish = (acceptLanguage: string | undefined): boolean => /^en\b/.test(wanted(acceptLanguage)[0] ?? '');

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isTransient(error)) return platformProblem('unavailable', { retryAfterSeconds: 2 });
  // Class 22, data exception: a value that validation let through and PostgreSQL cannot hold.
  if (/^22...$/.test(codeOf(error) ?? '')) return platformProblem('invalid-request', { parameters: { fields: '-' } });
  return problemOfStatus(statusOf(error));
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

const codes: Readonly<Record<number, keyof typeof platformProblem.catalogue>> = {
  400: 'malformed-body',
  401: 'unauthenticated',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-timeout',
  413: 'payload-too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'rate-limited',
  431: 'headers-too-large',
  503: 'unavailable',
};

/** What a framework's error means; one of the caller's stays the caller's. */
export function problemOfStatus(status: number): Problem {
  return platformProblem(codes[status] ?? (status >= 400 && status < 500 ? 'malformed-request' : 'internal'));
}
