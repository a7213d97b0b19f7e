import { applyDecorators, Inject, Injectable, UseGuards, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { channelSchema } from '@wenzheng/contracts';
import { AllowedBy, RefusesAccess } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { problem } from '../problems.js';
import { ChannelKeys } from './channel-keys.js';

/** 401 for a key that nobody has, 404 for a channel that does not exist, 403 for the key of another channel. */
@Injectable()
export class ChannelKeyGuard implements CanActivate {
  private readonly keys: ChannelKeys;

  constructor(@Inject(CONFIG) config: IntakeConfig) {
    this.keys = new ChannelKeys(config.CHANNEL_KEYS);
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { channel?: string } }>>();
    const [, presented] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const channels = presented ? this.keys.channelsOf(presented) : [];
    if (channels.length === 0) throw problem('intake.channel-key-invalid');
    const channel = channelSchema.safeParse(request.params.channel);
    if (!channel.success) throw problem('intake.unknown-channel');
    if (!channels.includes(channel.data)) throw problem('intake.channel-key-of-another-channel');
    return true;
  }
}

/** Whoever holds the key of the channel in the path may call this endpoint. */
export const ChannelKeyRequired = () =>
  applyDecorators(
    AllowedBy('channel key'),
    UseGuards(ChannelKeyGuard),
    ApiSecurity('channelKey'),
    RefusesAccess(problem.pick('intake.channel-key-invalid', 'intake.unknown-channel', 'intake.channel-key-of-another-channel')),
  );
