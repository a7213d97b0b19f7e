import { applyDecorators, createParamDecorator, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';
import { sessionCookie } from './cookies.rules.js';
import type { Session } from './session.rows.js';
import { isCsrf, SessionService } from './session.service.js';

export interface SignedIn {
  session: Session;
  /** The browser's; of it follows what its pages show. */
  secret: string;
}
type Signed = FastifyRequest & { signedIn?: SignedIn };

/** Who asks, by the cookie, and whether what changes something came from a page of ours. */
@Injectable()
export class SessionGuard implements CanActivate {
  private readonly cookie: string;

  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CONFIG) config: ConsoleConfig,
  ) {
    this.cookie = sessionCookie(config.CONSOLE_URL.startsWith('https:'));
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.admit(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** @throws Problem `console.signed-out`, `console.foreign-request` */
  async admit(request: FastifyRequest, { isQuiet = isQuietRead(request) } = {}): Promise<SignedIn> {
    const secret = this.secretOf(request);
    const session = secret === undefined ? undefined : await this.sessions.find(secret);
    if (secret === undefined || !session) throw problem('console.signed-out');
    if (request.method !== 'GET' && request.method !== 'HEAD' && !isCsrf(secret, request.headers['x-csrf-token'] ?? (request.body as { _csrf?: unknown } | undefined)?._csrf)) {
      throw problem('console.foreign-request');
    }
    return ((request as Signed).signedIn = { secret, session: isQuiet ? session : await this.sessions.see(session) });
  }

  async isSignedIn(request: FastifyRequest): Promise<boolean> {
    const secret = this.secretOf(request);
    return secret !== undefined && (await this.sessions.find(secret)) !== undefined;
  }

  secretOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.cookie];
  }
}

/** What a page asks by itself says nothing about whether somebody is there. */
const isQuietRead = (request: FastifyRequest): boolean => (request.query as { quiet?: unknown }).quiet === '1' || request.headers['x-background'] === '1';

/** A session is needed. */
export const SignedInOnly = () => applyDecorators(AllowedBy('session'), UseGuards(SessionGuard), ApiSecurity('session'), RefusesAccess(problem.pick('console.signed-out', 'console.foreign-request')));

export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { signedIn } = context.switchToHttp().getRequest<Signed>();
  if (!signedIn) throw problem('console.signed-out');
  return signedIn;
});
