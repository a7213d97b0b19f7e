import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, jitter, type DataSource, type EntityManager, type WebhookOutcome } from '@wenzheng/platform';
import type { EscalationAddressee } from '../../escalation.entity.js';
import { EscalationService, type Escalation } from '../../escalation.service.js';
import { nextAttemptAt, taskOf, type Waiting } from './delivery.rules.js';

/** Longer than any attempt takes. When it has run out, the replica counts as dead and another one takes over. */
const leaseMs = 60_000;

/** An endpoint that this replica delivers to, for as long as the lease is its own. */
export interface LeasedEndpoint {
  id: string;
  office: EscalationAddressee;
  url: string;
  position: string;
  lease: string;
}

export interface Delivery {
  escalation: Escalation;
  position: string;
  /** What became of earlier attempts, if there were any. */
  earlier: Waiting | null;
}

/**
 * What is to be delivered, and what became of it. An endpoint is one replica's at a time, by a lease; whoever has lost it
 * settles nothing more. A row is kept for what did not succeed at once, for the rest the endpoint's position alone.
 */
@Injectable()
export class DeliveryRound {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(EscalationService) private readonly escalations: EscalationService,
  ) {}

  /** Every endpoint that has something to be delivered now, and that no replica has in hand. */
  async claim(now: Date): Promise<LeasedEndpoint[]> {
    const [claimed] = await this.dataSource.query<[LeasedEndpoint[], number]>(
      `UPDATE webhook_endpoint SET lease = $3, leased_until = $2 WHERE id IN (
         SELECT id FROM webhook_endpoint AS endpoint
         WHERE state = 'enabled' AND (leased_until IS NULL OR leased_until < $1) AND (
           EXISTS (SELECT FROM webhook_delivery WHERE endpoint_id = endpoint.id AND state = 'waiting' AND next_attempt_at <= $1)
           OR NOT EXISTS (SELECT FROM webhook_delivery WHERE endpoint_id = endpoint.id AND state = 'waiting' AND holding)
             AND EXISTS (SELECT FROM escalation WHERE position > endpoint.position AND "to" = ANY (
               CASE endpoint.office WHEN 'supervision-office' THEN ARRAY['information-office', 'supervision-office', 'inspection-bureau'] ELSE ARRAY[endpoint.office] END)))
         ORDER BY id FOR UPDATE SKIP LOCKED)
       RETURNING id, office, url, position::text, lease`,
      [now, new Date(now.getTime() + leaseMs), randomUUID()],
    );
    return claimed;
  }

  /** Null when there is nothing to do now. */
  async next(endpoint: LeasedEndpoint, now: Date): Promise<Delivery | null> {
    for (;;) {
      const task = taskOf(await this.waiting(endpoint), now);
      if (task.kind === 'rest') return null;
      const after = task.kind === 'again' ? String(BigInt(task.delivery.position) - 1n) : endpoint.position;
      const {
        items: [escalation],
      } = await this.escalations.list({ roles: [endpoint.office] }, { after, limit: 1 });
      if (task.kind === 'next') return escalation ? { escalation, position: escalation.position, earlier: null } : null;
      const { position } = task.delivery;
      if (escalation?.position === position) return { escalation, position, earlier: task.delivery };
      // It has moved to a later place since, and is delivered from there.
      await this.dataSource.query('DELETE FROM webhook_delivery WHERE endpoint_id = $1 AND position = $2', [endpoint.id, position]);
    }
  }

  /** False: the endpoint is another's by now, or was changed, and nothing was settled. */
  async settle(endpoint: LeasedEndpoint, delivery: Delivery, outcome: WebhookOutcome, now: Date): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const isPassed = delivery.earlier === null && outcome.kind !== 'gone';
      const [, held] = await manager.query<[unknown[], number]>(
        `UPDATE webhook_endpoint SET leased_until = $3, position = greatest(position, $4::bigint), delivered_at = CASE WHEN $5 THEN $6 ELSE delivered_at END,
           state = CASE WHEN $7 THEN 'gone' ELSE state END
         WHERE id = $1 AND lease = $2`,
        [endpoint.id, endpoint.lease, new Date(now.getTime() + leaseMs), isPassed ? delivery.position : '0', outcome.kind === 'delivered', now, outcome.kind === 'gone'],
      );
      if (held === 0) return false;
      if (outcome.kind === 'failed') await this.keepFailed(manager, endpoint, delivery, outcome, now);
      else if (outcome.kind === 'delivered' && delivery.earlier) {
        await manager.query('DELETE FROM webhook_delivery WHERE endpoint_id = $1 AND position = $2', [endpoint.id, delivery.position]);
      }
      if (isPassed) endpoint.position = delivery.position;
      return true;
    });
  }

  async release({ id, lease }: LeasedEndpoint): Promise<void> {
    await this.dataSource.query('UPDATE webhook_endpoint SET lease = NULL, leased_until = NULL WHERE id = $1 AND lease = $2', [id, lease]);
  }

  private waiting({ id }: LeasedEndpoint): Promise<Waiting[]> {
    return this.dataSource.query<Waiting[]>(
      `SELECT position::text, attempts, first_attempt_at AS "firstAttemptAt", next_attempt_at AS "nextAttemptAt", holding
       FROM webhook_delivery WHERE endpoint_id = $1 AND state = 'waiting' ORDER BY webhook_delivery.position`,
      [id],
    );
  }

  private async keepFailed(manager: EntityManager, endpoint: LeasedEndpoint, delivery: Delivery, failed: WebhookOutcome & { kind: 'failed' }, now: Date): Promise<void> {
    const attempts = (delivery.earlier?.attempts ?? 0) + 1;
    const firstAttemptAt = delivery.earlier?.firstAttemptAt ?? now;
    const next = nextAttemptAt(attempts, firstAttemptAt, failed.afterSeconds, now, jitter);
    await manager.query(
      `INSERT INTO webhook_delivery VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (endpoint_id, position) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, last_attempt_at = excluded.last_attempt_at,
         next_attempt_at = excluded.next_attempt_at, holding = excluded.holding, reason = excluded.reason`,
      [endpoint.id, delivery.position, delivery.escalation.id, next ? 'waiting' : 'failed', attempts, firstAttemptAt, now, next, failed.holding, failed.reason],
    );
  }
}
