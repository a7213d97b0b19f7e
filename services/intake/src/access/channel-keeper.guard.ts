import { applyDecorators, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { admitCaller, AllowedBy, RefusesAccess, TokenVerifier, type Caller } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { ChannelKeys } from './channel-keys.js';

export const channelKeeper = 'channel key or security administrator';

type KeeperRequest = FastifyRequest & { caller?: Caller };

/** Once for a request: where it has a body, before that is read. */
export async function admitKeeper(keys: ChannelKeys, verifier: TokenVerifier, request: KeeperRequest): Promise<void> {
  if (request.caller) return;
  const { authorization } = request.headers;
  if (!keys.knows(authorization)) return admitCaller(request, ['security-administrator'], verifier);
  const { keyId } = keys.admit(authorization, (request.params as { channel?: string }).channel);
  const subject = `channel-key:${keyId}`;
  // No person: it may do what it may by the key alone.
  request.caller = { subject, name: subject, roles: [], unit: null, expiresAt: new Date(Date.now() + 60_000) };
}

@Injectable()
export class ChannelKeeperGuard implements CanActivate {
  constructor(
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(TokenVerifier) private readonly verifier: TokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await admitKeeper(this.keys, this.verifier, context.switchToHttp().getRequest<KeeperRequest>());
    return true;
  }
}

/** The integration itself, by the key of the channel in the path, or the security administrator. */
export const ChannelKeeperRequired = () =>
  applyDecorators(
    AllowedBy(channelKeeper),
    UseGuards(ChannelKeeperGuard),
    ApiSecurity('accessToken', ['security-administrator']),
    ApiSecurity('channelKey'),
    RefusesAccess(problem.pick('intake.unknown-channel', 'intake.channel-key-of-another-channel', 'intake.sandbox-key-refused')),
  );
