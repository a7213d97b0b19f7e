import { Catch, Inject } from '@nestjs/common';
import { LOGGER, ProblemFilter, wanted, type Logger, type Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { pageHeaders, renderPage } from './layout.js';

/** People in a browser read a page, programs the problem document. */
@Catch()
export class ErrorPageFilter extends ProblemFilter {
  constructor(
    @Inject(LOGGER) logger: Logger,
    @Inject(CONFIG) private readonly config: ConsoleConfig,
  ) {
    super(logger);
  }

  protected override respond(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent || !wantsPage(request)) return super.respond(problem, request, reply);
    if (problem.options.retryAfterSeconds) reply.header('retry-after', String(problem.options.retryAfterSeconds));
    void reply
      .status(problem.status)
      .headers(pageHeaders)
      .send(renderPage({ cityName: this.config.CITY_NAME, title: headings[problem.status] ?? '没有完成', children: <Failure problem={problem} reference={request.id} /> }));
  }
}

const headings: Readonly<Record<number, string>> = { 404: '没有找到这个页面', 503: '暂时不可用' };

function Failure({ problem, reference }: { problem: Problem; reference: string }) {
  const { detail } = problem.toDocument('zh', '');
  return (
    <>
      <h1>{headings[problem.status] ?? '没有完成'}</h1>
      <p>{problem.status === 404 ? '地址可能有误，或者内容已不在。' : detail}</p>
      {problem.status >= 500 ? <p class="meta">{`错误编号：${reference}`}</p> : null}
      <p><a href={problem.code.startsWith('console.') ? '/sign-in' : '/'}>{problem.code.startsWith('console.') ? '重新登录' : '回到工作台'}</a></p>
    </>
  );
}

/** The programs' paths never answer with a page, whatever is accepted. */
const wantsPage = (request: FastifyRequest): boolean =>
  wanted(request.headers.accept).includes('text/html') && !/^\/(?:api|session|health|metrics)\b/.test(request.url);
