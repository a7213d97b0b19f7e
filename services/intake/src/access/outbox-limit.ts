import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wenzheng/messaging';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { problem } from '../problems.js';

/** Without the bus intake goes on accepting until its outbox limit, and says so then. */
@Injectable()
export class OutboxLimit {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async refuseBeyond(): Promise<void> {
    const limit = this.config.OUTBOX_LIMIT;
    if ((await this.outbox.depth(limit + 1)) > limit) throw problem('intake.overloaded', { retryAfterSeconds: 30 });
  }
}
