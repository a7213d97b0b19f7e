import { Inject, Injectable } from '@nestjs/common';
import { createEvent, identityGrantEnded } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import { lockMessages } from '../message/locked-message.js';
import { CLOCK } from '../tokens.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { lapsedRequests } from './identity-standing.js';

/**
 * What one person was granted as somebody of a unit, or of the office, ends with the post, with the unit's having the message, and with the message, however many hours are left of it. So does what
 * was asked and not decided.
 */
@Injectable()
export class IdentityEndings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(UnitRegistry) registry: UnitRegistry,
  ) {
    registry.onChange(async (manager) => {
      await this.endIn(manager);
      return [];
    });
  }

  /** What no change of the registry saw: a message that was given to another unit, a post whose last day is over. */
  async endLapsed(): Promise<void> {
    const now = this.clock.now();
    const found = await lapsedRequests(this.dataSource.manager, businessDateOf(now), now);
    if (found.length > 0) await this.dataSource.transaction((manager) => this.endIn(manager));
  }

  private async endIn(manager: EntityManager): Promise<void> {
    const now = this.clock.now();
    const day = businessDateOf(now);
    const found = await lapsedRequests(manager, day, now);
    if (found.length === 0) return;
    const messageIds = [...new Set(found.map(({ messageId }) => messageId))];
    const versions = new Map((await lockMessages(manager, messageIds)).map(({ messageId, version }) => [messageId, version]));
    const lapsed = await lapsedRequests(manager, day, now, messageIds);
    await manager.query(
      `UPDATE identity_request SET ended_at = $3, ended_because = because FROM unnest($1::uuid[], $2::text[]) AS ended (request_id, because) WHERE identity_request.request_id = ended.request_id`,
      [lapsed.map(({ requestId }) => requestId), lapsed.map(({ because }) => because), now],
    );
    const events = lapsed.filter(({ granted }) => granted).map(({ messageId, requestId, because }) => {
      const sequence = (versions.get(messageId) ?? 0) + 1;
      versions.set(messageId, sequence);
      return createEvent(identityGrantEnded, { subject: messageId, sequence, time: now, data: { messageId, requestId, because, endedAt: now.toISOString() } });
    });
    await manager.query('UPDATE message SET version = counted.version FROM unnest($1::uuid[], $2::integer[]) AS counted (message_id, version) WHERE message.message_id = counted.message_id', [
      [...versions.keys()], [...versions.values()],
    ]);
    await appendToOutbox(manager, events);
  }
}
