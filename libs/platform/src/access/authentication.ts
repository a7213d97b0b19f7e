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
import { ApiSecurity } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { namesOf, separateDuties, type Caller, type Role } from './caller.js';
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
    await admitCaller(context.switchToHttp().getRequest<FastifyRequest>(), access.roles, this.verifier);
    return true;
  }
}

/** Once for a request: where it has a body, before that is read. */
export async function admitCaller(request: FastifyRequest & { caller?: Caller }, allowed: readonly Role[], verifier: TokenVerifier): Promise<void> {
  if (request.caller) return;
  const caller = await verifier.verify(bearerToken(request.headers.authorization));
  if (!caller.roles.some((role) => allowed.includes(role))) {
    throw platformProblem('forbidden', { parameters: { roles: namesOf(allowed) } });
  }
  const held = separateDuties.filter((role) => caller.roles.includes(role));
  if (held.length > 1 && allowed.some((role) => separateDuties.includes(role))) {
    throw platformProblem('duties-not-separated', { parameters: { roles: namesOf(held) } });
  }
  request.caller = caller;
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
