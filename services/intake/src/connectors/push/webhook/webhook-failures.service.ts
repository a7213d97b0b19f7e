import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, pageFrom, type BeforeJson, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { Connectors } from '../../../delivery/connectors.js';
import { problem } from '../../../problems.js';
import { CLOCK } from '../../../tokens.js';
import type { FailedDelivery, ListedWebhook, Replay } from './webhook.schemas.js';

type Listed = BeforeJson<ListedWebhook>;

/** What went back to the channels' platforms, and what of it did not arrive. */
@Injectable()
export class WebhookFailures {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The channels that have a webhook, in the order of their codes. */
  async overview({ after, limit }: { after?: ChannelName | undefined; limit: number }): Promise<Page<Listed>> {
    const rows = await this.dataSource.query<Listed[]>(`${this.select} WHERE $3::text IS NULL OR channel COLLATE "C" > $3 ORDER BY channel COLLATE "C" LIMIT $4`, [...this.parameters, after ?? null, limit + 1]);
    return pageFrom(rows, limit, ({ channel }) => String(channel));
  }

  /** @throws Problem `intake.no-webhook` */
  async one(channel: ChannelName): Promise<Listed> {
    const [row] = await this.dataSource.query<Listed[]>(`${this.select} WHERE channel = $3`, [...this.parameters, channel]);
    if (!row) throw problem('intake.no-webhook');
    return row;
  }

  /** What was given up, the oldest first. */
  async list(channel: ChannelName, { after, limit }: { after?: string | undefined; limit: number }): Promise<Page<FailedDelivery>> {
    const [settledAt = null, referenceId = null] = after?.split('_') ?? [];
    const rows = await this.dataSource.query<(Omit<FailedDelivery, 'failedAt' | 'deliveryId'> & { referenceId: string; failedAt: Date })[]>(
      `SELECT reference_id AS "referenceId", message_number AS "messageNumber", delivery.kind, attempts, settled_at AS "failedAt", coalesce(last_reason, '') AS reason
       FROM delivery JOIN message USING (message_id)
       WHERE delivery.channel = $1 AND delivery.connector = ANY ($5) AND state = 'failed' AND ($2::timestamptz IS NULL OR (date_trunc('milliseconds', settled_at), reference_id) > ($2, $3::uuid))
       ORDER BY date_trunc('milliseconds', settled_at), reference_id LIMIT $4`,
      [channel, settledAt, referenceId, limit + 1, this.connectors.byWebhook],
    );
    const failures = rows.map(({ referenceId: id, failedAt, ...row }) => ({ ...row, deliveryId: `msg_${id}`, failedAt: failedAt.toISOString() }));
    return pageFrom(failures, limit, ({ failedAt, deliveryId }) => `${failedAt}_${deliveryId.slice('msg_'.length)}`);
  }

  /**
   * 重新回传, with the ids of before: what was given up, or one delivery, or all since. What had arrived is told nobody else once more.
   * @throws Problem `intake.delivery-not-found` where it is one that there is not
   */
  async replay(channel: ChannelName, replay: Replay, by: Caller): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const deliveryId = 'deliveryId' in replay ? replay.deliveryId : null;
      const since = 'since' in replay ? replay.since : null;
      const [, count] = await manager.query<[unknown, number]>(
        `UPDATE delivery SET repeats = repeats OR state = 'delivered', state = 'pending', attempts = 0, due_at = $2, settled_at = NULL, last_reason = NULL, holding = true
         WHERE channel = $1 AND connector = ANY ($3) AND state <> 'pending'
           AND CASE WHEN $4::uuid IS NOT NULL THEN reference_id = $4 WHEN $5::timestamptz IS NOT NULL THEN settled_at >= $5 ELSE state = 'failed' END`,
        [channel, new Date(), this.connectors.byWebhook, deliveryId && referenceOf(deliveryId), since],
      );
      if (deliveryId !== null && count === 0) throw problem('intake.delivery-not-found');
      await audit(manager, { by, at: this.clock.now(), did: 'webhook.replayed', about: channel, details: { count, ...replay } });
      return count;
    });
  }

  private get parameters(): unknown[] {
    return [this.connectors.byWebhook, new Date()];
  }

  private readonly select = `
    SELECT channel, url, CASE WHEN disabled_at IS NULL THEN 'enabled' ELSE 'gone' END AS state, registered_at AS "registeredAt", coalesce(secret_made_at, registered_at) AS "secretMadeAt",
      CASE WHEN previous_ends_at > $2 THEN previous_ends_at END AS "previousSecretEndsAt",
      (SELECT count(*)::int FROM delivery WHERE delivery.channel = webhook.channel AND connector = ANY ($1) AND state = 'pending') AS waiting,
      (SELECT count(*)::int FROM delivery WHERE delivery.channel = webhook.channel AND connector = ANY ($1) AND state = 'failed') AS failed
    FROM webhook`;
}

const referenceOf = (deliveryId: string): string => deliveryId.slice('msg_'.length);
