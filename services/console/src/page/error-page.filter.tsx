import { Catch, Inject } from '@nestjs/common';
import { LOGGER, ProblemFilter, wanted, type Logger, type Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { sendPage } from './layout.js';

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
    // Whoever is signed out is led to the sign-in at once, and back.
    if (problem.code === 'console.signed-out' && request.method === 'GET') return void reply.status(303).header('cache-control', 'no-store').header('location', signInAddress(request)).send();
    if (problem.options.retryAfterSeconds) reply.header('retry-after', String(problem.options.retryAfterSeconds));
    sendPage(reply, this.config, { title: headingOf(problem), children: <Failure problem={problem} request={request} /> }, problem.status);
  }
}

const signInAddress = ({ url }: FastifyRequest): string => `/sign-in?back=${encodeURIComponent(url)}`;

const headings: Readonly<Record<number, string>> = { 404: '没有找到这个页面', 503: '暂时不可用' };
const headingOf = ({ status }: Problem): string => headings[status] ?? '没有完成';

/** By these somebody signs in anew. */
const signInProblems = /^console\.(?:signed-out|sign-in|token|without-role|provider)/;

function Failure({ problem, request }: { problem: Problem; request: FastifyRequest }) {
  const { detail } = problem.toDocument('zh', '');
  return (
    <>
      <h1>{headingOf(problem)}</h1>
      <p>{problem.status === 404 && problem.code === 'not-found' ? '地址可能有误，或者内容已不在。' : detail}</p>
      {problem.status >= 500 ? <p class="meta">{`错误编号：${request.id}`}</p> : null}
      <p>{wayOut(problem, request)}</p>
    </>
  );
}

function wayOut({ code, status }: Problem, { method, url }: FastifyRequest) {
  if (signInProblems.test(code)) return <a href="/sign-in">重新登录</a>;
  return status === 503 && method === 'GET' ? <a href={ownAddress(url)}>再试一次</a> : <a href="/">回到工作台</a>;
}

/** Browsers take `//host` and `/\host` for another host. */
const ownAddress = (url: string): string => url.replace(/^[/\\]+/, '/');

/** The programs' paths never answer with a page, whatever is accepted. */
const wantsPage = (request: FastifyRequest): boolean =>
  wanted(request.headers.accept).includes('text/html') && !/^\/(?:api|session|health|metrics)\b/.test(request.url);
