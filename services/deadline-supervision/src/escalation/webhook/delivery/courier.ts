import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { describeError, LOGGER, Loop, type Logger } from '@wenzheng/platform';
import type { Escalation } from '../../escalation.service.js';
import { PositionSignal } from '../../stream/position-signal.js';
import { DeliveryRound, type LeasedEndpoint } from './round.js';
import { WebhookSender, type Webhook } from './sender.js';

const pollMs = 1_000;

/**
 * Carries escalations to the offices' endpoints, each by itself: a slow one holds no other up. Guarantee: at least once, with
 * the same id; in the order of positions but for what the endpoint refuses. Limit: an attempt whose process dies is repeated.
 */
@Injectable()
export class Courier implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly underway = new Set<Promise<void>>();
  private readonly loop = new Loop({
    round: async () => {
      for (const endpoint of await this.round.claim(new Date())) this.begin(endpoint);
    },
    everyMs: pollMs,
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'webhook endpoints not claimed'),
  });

  constructor(
    @Inject(DeliveryRound) private readonly round: DeliveryRound,
    @Inject(WebhookSender) private readonly sender: WebhookSender,
    @Inject(PositionSignal) private readonly positions: PositionSignal,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.positions.onWake(() => this.loop.wake());
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
    await Promise.all(this.underway);
  }

  private begin(endpoint: LeasedEndpoint): void {
    const work: Promise<void> = this.serve(endpoint)
      .catch((error: unknown) => this.logger.warn({ error: describeError(error), endpoint: endpoint.id }, 'webhook endpoint not served; it will be tried again'))
      .finally(() => this.underway.delete(work));
    this.underway.add(work);
  }

  /** Delivers until nothing is due, or another replica has the lease. */
  private async serve(endpoint: LeasedEndpoint): Promise<void> {
    try {
      while (!this.loop.isStopping) {
        const delivery = await this.round.next(endpoint, new Date());
        if (!delivery) break;
        const outcome = await this.sender.send(endpoint, webhookOf(delivery.escalation));
        if (outcome.kind === 'gone') this.logger.warn({ endpoint: endpoint.id }, 'webhook endpoint is gone and was disabled');
        if (!(await this.round.settle(endpoint, delivery, outcome, new Date())) || outcome.kind === 'gone') break;
      }
    } finally {
      await this.round.release(endpoint);
    }
  }
}

/** The id tells the raising of an escalation from what became of it later, at a place of its own. */
export function webhookOf(escalation: Escalation): Webhook {
  const { id, position, raisedAt, withdrawnAt, passedOnAt } = escalation;
  const type = withdrawnAt ? 'escalation.withdrawn' : passedOnAt ? 'escalation.passed_on' : 'escalation.raised';
  return { id: `msg_${id}_${position}`, type, timestamp: withdrawnAt ?? passedOnAt ?? raisedAt, data: escalation };
}
