import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { platformProblem, wanted } from '@wenzheng/platform';
import { stylesheet, stylesheetPath } from '../page/stylesheet.js';
import { SessionGuard } from '../session/session.guard.js';

/** What `vite build` makes of `web/`. */
const folder = fileURLToPath(new URL('../../dist/web', import.meta.url));
const immutable = 'public, max-age=31536000, immutable';

/** Paths that are no screen's. */
const reserved = /^\/(?:api|session|sign-in|signing|assets|health|metrics)(?:[/?]|$)/;

/** The staff's web application: its files, and its one page for the path of every screen. */
export function serveApplication(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const index = `${folder}/index.html`;
  fastify.get(stylesheetPath, (_request, reply) => reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', immutable).send(stylesheet));
  if (existsSync(index)) {
    void app.register(fastifyStatic, {
      root: folder,
      index: false,
      // A route for each file, so that what is none reaches the screens.
      wildcard: false,
      globIgnore: ['**/*.html', 'manifest.json'],
      cacheControl: false,
      setHeaders: (reply, file) => reply.header('cache-control', file.startsWith(`${folder}/assets/`) ? immutable : 'no-cache'),
    });
  }
  const page = existsSync(index) ? readFileSync(index, 'utf8') : '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>问政工作台</title><p>工作台的前端尚未构建。</p>';
  const guard = () => app.get(SessionGuard, { strict: false });
  fastify.get('/*', async (request, reply) => {
    if (reserved.test(request.url) || !wanted(request.headers.accept).includes('text/html')) throw platformProblem('not-found');
    // Who is signed out is led to the sign-in at once, and back.
    const isSignedIn = await guard().isSignedIn(request);
    void reply.header('cache-control', 'no-store');
    if (!isSignedIn) return reply.status(303).header('location', `/sign-in?back=${encodeURIComponent(request.url)}`).send();
    return reply.header('content-type', 'text/html; charset=utf-8').send(page);
  });
}
