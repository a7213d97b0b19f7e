import { Module } from '@nestjs/common';
import { OutboxLimit } from './outbox-limit.js';

/** What lets a request in: the channel's key, its rate, and the room that the outbox has left. */
@Module({ providers: [OutboxLimit], exports: [OutboxLimit] })
export class AccessModule {}
