import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { isOwnForm } from '@wenzheng/page-frame';
import { Problem } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { ErrorPageFilter } from '../page/error-page.filter.js';
import { sendPage } from '../page/layout.js';
import { CONFIG } from '../tokens.js';
import { readTyped } from './decision-form.rules.js';
import { SignInAgain } from './kept.view.js';

/** A form whose session has ended did nothing: what was typed on a page of ours is shown again, and the sign-in leads back to the draft. */
@Catch(Problem)
export class UnsentFilter implements ExceptionFilter {
  constructor(
    @Inject(CONFIG) private readonly config: ConsoleConfig,
    @Inject(ErrorPageFilter) private readonly others: ErrorPageFilter,
  ) {}

  catch(error: Problem, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const isUnsent = request.method === 'POST' && ['console.signed-out', 'console.foreign-request'].includes(error.code);
    if (!isUnsent || !isOwnForm(request.headers, this.config.CONSOLE_URL)) return this.others.catch(error, host);
    const typed = readTyped(request.body as Record<string, string | string[]>);
    const back = request.url.split('/').slice(0, 3).join('/');
    sendPage(host.switchToHttp().getResponse<FastifyReply>(), this.config, { title: '登录已过期，还没有提交', children: <SignInAgain back={back} typed={typed} /> }, error.status);
  }
}
