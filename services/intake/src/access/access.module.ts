import { Module } from '@nestjs/common';
import { ChannelKeys } from './channel-keys.js';
import { ChannelKeysController } from './channel-keys.controller.js';
import { ChannelKeysService } from './channel-keys.service.js';
import { Quotas } from './quotas.js';
import { OutboxLimit } from './outbox-limit.js';

/** What lets a request in: the channel's key, its rate, and the room that the outbox has left. */
@Module({ controllers: [ChannelKeysController], providers: [ChannelKeys, ChannelKeysService, OutboxLimit, Quotas], exports: [ChannelKeys, OutboxLimit, Quotas] })
export class AccessModule {}
