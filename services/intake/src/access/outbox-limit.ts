import { Inject, Injectable } from '@nestjs/common';
import { Outbox } from '@wenzheng/messaging';
import { INTAKE_CONFIG, type IntakeConfig } from '../config.js';
import { problem } from '../intake.problems.js';

/** Without the bus intake goes on accepting until its outbox limit, and says so then. */
@Injectable()
export class OutboxLimit {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(INTAKE_CONFIG) private readonly config: IntakeConfig,
  ) {}

  async refuseBeyond(): Promise<void> {
    const limit = this.config.OUTBOX_LIMIT;
    if ((await this.outbox.depth(limit + 1)) > limit) throw problem('intake.overloaded', { retryAfterSeconds: 30 });
  }
}
