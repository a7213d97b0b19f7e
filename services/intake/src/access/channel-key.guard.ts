import { applyDecorators, createParamDecorator, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { ChannelKeys, type AdmittedKey } from './channel-keys.js';

export const channelKey = 'channel key';

@Injectable()
export class ChannelKeyGuard implements CanActivate {
  constructor(@Inject(ChannelKeys) private readonly keys: ChannelKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { channel?: string } }> & { channelKey?: AdmittedKey }>();
    request.channelKey = this.keys.admit(request.headers.authorization, request.params.channel);
    return true;
  }
}

/** Whoever holds the key of the channel in the path may call this endpoint. */
export const ChannelKeyRequired = () =>
  applyDecorators(
    AllowedBy(channelKey),
    UseGuards(ChannelKeyGuard),
    ApiSecurity('channelKey'),
    RefusesAccess(problem.pick('intake.channel-key-invalid', 'intake.unknown-channel', 'intake.channel-key-of-another-channel')),
  );

/** The key that let the request in. */
export const PresentedKey = createParamDecorator((_: unknown, context: ExecutionContext): AdmittedKey => {
  const { channelKey } = context.switchToHttp().getRequest<{ channelKey?: AdmittedKey }>();
  if (!channelKey) throw problem('intake.channel-key-invalid');
  return channelKey;
});
