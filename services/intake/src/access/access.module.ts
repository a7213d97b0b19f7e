import { Module } from '@nestjs/common';
import { ChannelKeys } from './channel-keys.js';
import { OutboxLimit } from './outbox-limit.js';

/** What lets a request in: the channel's key, its rate, and the room that the outbox has left. */
@Module({ providers: [ChannelKeys, OutboxLimit], exports: [ChannelKeys, OutboxLimit] })
export class AccessModule {}
