import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { services } from '@wenzheng/contracts';
import { namesOf, platformProblem, type Role } from '@wenzheng/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SessionGuard } from '../session/session.guard.js';
import { SessionService } from '../session/session.service.js';
import { Upstream } from '../upstream/upstream.js';
import { allowedOf, type Allowed, type ServiceOperations } from './allow-list.rules.js';
import { requestHeaders, responseHeaders } from './headers.rules.js';
import { pathOf } from './path.rules.js';

/** The documents are of the same release: an image has all of it. */
const allowed = services.flatMap((service) =>
  allowedOf(service, JSON.parse(readFileSync(new URL(`../../../${service}/openapi.json`, import.meta.url), 'utf8')) as ServiceOperations),
);

/**
 * `/api/{service}/…`: what a service's document allows to a person's role goes on with the person's access token, and comes back as it is.
 * The router is the allow list: each operation is a route, and what is none does not exist.
 */
export function serveProxy(app: NestFastifyApplication): void {
  void app.register(async (instance: FastifyInstance) => {
    // Bodies go on as they came.
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    // A file is not held here on its way; the service counts its bytes.
    instance.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
    for (const operation of allowed) {
      instance.route({
        method: operation.method,
        url: `/api/${operation.service}${operation.path.replace(/\{(\w+)\}/g, ':$1')}`,
        bodyLimit: Math.max(operation.bodyLimit, 1),
        // Before the body is read.
        onRequest: (request) => admit(app, operation, request),
        handler: (request, reply) => pass(app, operation, request, reply),
      });
    }
  });
}

type Admitted = FastifyRequest & { accessToken?: string };

async function admit(app: NestFastifyApplication, { roles, isStream }: Allowed, request: Admitted): Promise<void> {
  const guard = app.get(SessionGuard, { strict: false });
  // A stream stays open by itself.
  const { session } = await guard.admit(request, isStream ? { isQuiet: true } : {});
  if (roles.length > 0 && !session.person.roles.some((role) => roles.includes(role))) throw platformProblem('forbidden', { parameters: { roles: namesOf(roles as Role[]) } });
  request.accessToken = (await app.get(SessionService, { strict: false }).withToken(session)).tokens.access;
}

/** How often a stream asks whether its reader is still signed in. */
const streamCheckMs = 5_000;

async function pass(app: NestFastifyApplication, { service, path, isStream, bodyLimit }: Allowed, request: Admitted, reply: FastifyReply): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const answer = await app.get(Upstream, { strict: false }).request(service, {
    method: request.method,
    path: pathOf(path, request.params as Record<string, string>, request.url) ?? notFound(),
    headers: { ...requestHeaders(request.headers, { token: request.accessToken!, address: request.ip }), ...(request.body instanceof Readable && lengthOf(request, bodyLimit)) },
    body: request.body as Buffer | Readable | undefined,
    signal: gone.signal,
  });
  void reply.status(answer.statusCode ?? 502).headers(responseHeaders(answer.headers, service));
  if (!isStream) return void (await reply.send(answer));
  // A reader of events waits for the first one; that it is connected it learns at once.
  answer.once('resume', () => reply.raw.flushHeaders());
  const stream = new PassThrough();
  const check = setInterval(() => void endWithSession(), streamCheckMs);
  gone.signal.addEventListener('abort', () => clearInterval(check));
  answer.on('error', () => stream.end());
  await reply.send(answer.pipe(stream));

  /** It ends as the session does, and whoever reads it learns that by connecting anew. */
  async function endWithSession(): Promise<void> {
    if (await app.get(SessionGuard, { strict: false }).isSignedIn(request).catch(() => true)) return;
    answer.unpipe(stream);
    stream.end();
    gone.abort();
  }
}

function notFound(): never {
  throw platformProblem('not-found');
}

/** Of what goes through as it comes. @throws Problem `payload-too-large` before a byte of it is sent on */
function lengthOf({ headers }: FastifyRequest, bodyLimit: number): Record<string, string> {
  const length = headers['content-length'];
  if (Number(length ?? 0) > bodyLimit) throw platformProblem('payload-too-large');
  return length === undefined ? {} : { 'content-length': length };
}
