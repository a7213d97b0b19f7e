import { applyDecorators, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import { problem } from '../problems.js';
import { ChannelKeys } from './channel-keys.js';

export const channelKey = 'channel key';

@Injectable()
export class ChannelKeyGuard implements CanActivate {
  constructor(@Inject(ChannelKeys) private readonly keys: ChannelKeys) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers, params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { channel?: string } }>>();
    this.keys.admit(headers.authorization, params.channel);
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
