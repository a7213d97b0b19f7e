import {
  applyDecorators,
  createParamDecorator,
  Inject,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { separateDuties, type Caller, type Role } from './caller.js';
import { platformProblem } from '../problem/problem.js';
import { TokenVerifier } from './token-verifier.js';

export type Access = { kind: 'public' } | { kind: 'roles'; roles: readonly Role[] } | { kind: 'own'; name: string };
export const ACCESS = Symbol('access');

/** Anyone may call this endpoint. */
export const Public = () => applyDecorators(SetMetadata(ACCESS, { kind: 'public' } satisfies Access), ApiSecurity('public'));

/** One of these roles is needed, by access token. */
export const Allow = (...allowed: [Role, ...Role[]]) =>
  applyDecorators(
    SetMetadata(ACCESS, { kind: 'roles', roles: allowed } satisfies Access),
    ...allowed.map((role) => ApiSecurity('accessToken', [role])),
  );

/** The service's own guard decides (`name` says how, for the documentation); it must be put on with `@UseGuards`. */
export const AllowedBy = (name: string) => SetMetadata(ACCESS, { kind: 'own', name } satisfies Access);

/** The default is deny: an endpoint that says nothing about who may call it answers 403 to everyone. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Events come in on the service's own NATS user; the guard is for HTTP.
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (!access) throw platformProblem('forbidden', { parameters: { roles: '-' } });
    if (access.kind !== 'roles') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { caller?: Caller }>();
    const caller = await this.verifier.verify(bearerToken(request.headers.authorization));
    if (!caller.roles.some((role) => access.roles.includes(role))) {
      throw platformProblem('forbidden', { parameters: { roles: access.roles.join(', ') } });
    }
    if (access.roles.some((role) => separateDuties.includes(role)) && separateDuties.every((role) => caller.roles.includes(role))) {
      throw platformProblem('duties-not-separated', { parameters: { roles: separateDuties.join(', ') } });
    }
    request.caller = caller;
    return true;
  }
}

/**
 * For routes that take large bodies: whoever brings no valid access token is answered 401 before a byte of the body is read.
 * The role is asked for afterwards, by {@link AuthenticationGuard}. To be called before the application listens.
 * @param urls routes' patterns, as `/v1/imports`
 */
export function authenticateBeforeBody(app: NestFastifyApplication, urls: readonly string[]): void {
  const verifier = app.get(TokenVerifier);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request) => {
      if (urls.includes(request.routeOptions.url ?? '')) await verifier.verify(bearerToken(request.headers.authorization));
    });
}

/** The credentials of an `Authorization: Bearer` header. */
export function bearerToken(header: string | undefined): string {
  const match = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/.exec(header ?? '');
  if (!match?.[1]) throw platformProblem('unauthenticated');
  return match[1];
}

/** The verified caller of an `@Allow` endpoint. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<{ caller?: Caller }>();
  if (!caller) throw platformProblem('unauthenticated');
  return caller;
});
