import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { audit, DATA_SOURCE, pageFrom, type Caller, type DataSource, type Page } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { Connectors } from '../../../delivery/connectors.js';
import { CLOCK } from '../../../tokens.js';
import type { FailedDelivery, ListedWebhook } from './webhook.schemas.js';

/** What went back to the channels' platforms, and what of it did not arrive. */
@Injectable()
export class WebhookFailures {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Connectors) private readonly connectors: Connectors,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The channels that have a webhook, in the order of their codes. */
  async overview({ after, limit }: { after?: ChannelName | undefined; limit: number }): Promise<Page<ListedWebhook>> {
    const rows = await this.dataSource.query<(Omit<ListedWebhook, 'registeredAt'> & { registeredAt: Date })[]>(
      `SELECT channel, url, CASE WHEN disabled_at IS NULL THEN 'enabled' ELSE 'gone' END AS state, registered_at AS "registeredAt",
         (SELECT count(*)::int FROM delivery WHERE delivery.channel = webhook.channel AND connector = ANY ($3) AND state = 'pending') AS waiting,
         (SELECT count(*)::int FROM delivery WHERE delivery.channel = webhook.channel AND connector = ANY ($3) AND state = 'failed') AS failed
       FROM webhook WHERE $1::text IS NULL OR channel COLLATE "C" > $1 ORDER BY channel COLLATE "C" LIMIT $2`,
      [after ?? null, limit + 1, this.connectors.byWebhook],
    );
    return pageFrom(rows.map((row) => ({ ...row, registeredAt: row.registeredAt.toISOString() })), limit, ({ channel }) => channel);
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

  /** 重新回传: what was given up is tried again from the beginning, with the ids of before. */
  async replay(channel: ChannelName, by: Caller): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const [, count] = await manager.query<[unknown, number]>(
        `UPDATE delivery SET state = 'pending', attempts = 0, due_at = $2, settled_at = NULL, last_reason = NULL, holding = true WHERE channel = $1 AND connector = ANY ($3) AND state = 'failed'`,
        [channel, new Date(), this.connectors.byWebhook],
      );
      await audit(manager, { by, at: this.clock.now(), did: 'webhook.replayed', about: channel, details: { count } });
      return count;
    });
  }
}
