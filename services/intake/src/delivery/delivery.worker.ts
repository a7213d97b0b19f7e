import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { createEvent, replyDelivered, replyDeliveryFailed, type ChannelName, type EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../config.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { Connectors } from './connectors.js';
import type { DeliveryKind } from './delivery.entity.js';
import type { DeliveryOutcome } from './connector.js';
import { nextStep, type NextStep } from './delivery.rules.js';

const concurrency = 16;
const pollMs = 500;
/** Longer than any attempt: afterwards the attempt counts as lost, and another replica may try. */
const leaseMs = 60_000;

const unknownHere: DeliveryOutcome = { kind: 'retry', reason: 'no such connector in this release' };

interface ClaimedDelivery {
  messageId: string;
  referenceId: string;
  kind: DeliveryKind;
  channel: ChannelName;
  connector: string;
  body: string;
  attempts: number;
  repeats: boolean;
}

/**
 * Carries replies back. A row is claimed in one short transaction, the remote call is made outside any, and its outcome
 * is settled with its event in another. Guarantee: an outcome is told once; by webhook,
 * those of one message go in the order in which they became known, but past one that the other side itself refuses. Limit: an attempt whose process dies is
 * repeated, so the receiver may see one id twice.
 */
@Injectable()
export class DeliveryWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly underway = new Set<Promise<void>>();
  private readonly claims = new Loop({
    everyMs: pollMs,
    round: () => this.claim(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'deliveries not claimed'),
  });

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.claims.start(pollMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.claims.stop();
    await Promise.all(this.underway);
  }

  private async claim(): Promise<void> {
    const free = concurrency - this.underway.size;
    if (free <= 0) return;
    const now = new Date();
    const [claimed] = await this.dataSource.query<[ClaimedDelivery[], number]>(
      `UPDATE delivery SET attempts = attempts + 1, due_at = $2
       WHERE (message_id, reference_id) IN (
         SELECT message_id, reference_id FROM delivery WHERE state = 'pending' AND due_at <= $1
           AND NOT EXISTS (SELECT FROM delivery AS earlier WHERE earlier.message_id = delivery.message_id AND earlier.state = 'pending' AND earlier.holding AND earlier.position < delivery.position)
         ORDER BY due_at, position LIMIT $3 FOR UPDATE SKIP LOCKED
       )
       RETURNING message_id AS "messageId", reference_id AS "referenceId", kind, channel, connector, body, attempts, repeats`,
      [now, new Date(now.getTime() + leaseMs), free],
    );
    for (const delivery of claimed) {
      const work: Promise<void> = this.attempt(delivery)
        .catch((error: unknown) => this.logger.warn({ error: describeError(error) }, 'delivery not settled'))
        .finally(() => this.underway.delete(work));
      this.underway.add(work);
    }
  }

  private async attempt(delivery: ClaimedDelivery): Promise<void> {
    const { messageId, kind, channel, connector, body, referenceId } = delivery;
    const outcome = (await this.connectors.get(connector)?.deliver({ id: `msg_${referenceId}`, kind, messageId, channel, body })) ?? unknownHere;
    await this.settle(delivery, nextStep(outcome, delivery.attempts, this.config.DELIVERY_BACKOFF_SECONDS, new Date()));
  }

  private async settle(delivery: ClaimedDelivery, step: NextStep): Promise<void> {
    const identity = [delivery.messageId, delivery.referenceId, delivery.attempts];
    if (step.kind === 'again') {
      await this.dataSource.query(
        `UPDATE delivery SET due_at = $4, last_reason = $5, holding = $6
         WHERE message_id = $1 AND reference_id = $2 AND attempts = $3 AND state = 'pending'`,
        [...identity, step.dueAt, step.reason, step.holding],
      );
      return;
    }
    await this.dataSource.transaction(async (manager) => {
      const [message] = await manager.query<{ version: number }[]>(`SELECT version FROM message WHERE message_id = $1 FOR UPDATE`, [delivery.messageId]);
      const [, settled] = await manager.query<[unknown[], number]>(
        `UPDATE delivery SET state = $4, settled_at = $5, delivery_id = $6, last_reason = $7
         WHERE message_id = $1 AND reference_id = $2 AND attempts = $3 AND state = 'pending'`,
        [...identity, step.kind, new Date(), step.kind === 'delivered' ? step.deliveryId : null, step.kind === 'failed' ? step.reason : null],
      );
      // No event is owed for a notice or a decision, for what had arrived before, nor for an attempt that another one has overtaken.
      if (settled === 0 || !message || delivery.kind !== 'reply' || delivery.repeats) return;
      await manager.query(`UPDATE message SET version = version + 1 WHERE message_id = $1`, [delivery.messageId]);
      await appendToOutbox(manager, [this.eventOf(delivery, step, message.version + 1)]);
    });
  }

  private eventOf(delivery: ClaimedDelivery, step: Exclude<NextStep, { kind: 'again' }>, sequence: number): EventEnvelope {
    const time = this.clock.now();
    const details = { subject: delivery.messageId, sequence, time };
    const head = { messageId: delivery.messageId, replyId: delivery.referenceId, channel: delivery.channel };
    return step.kind === 'delivered'
      ? createEvent(replyDelivered, { ...details, data: { ...head, deliveredAt: time.toISOString(), deliveryId: step.deliveryId } })
      : createEvent(replyDeliveryFailed, { ...details, data: { ...head, failedAt: time.toISOString(), attempts: delivery.attempts, reason: step.reason } });
  }
}
