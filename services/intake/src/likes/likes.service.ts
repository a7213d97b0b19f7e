import { Inject, Injectable } from '@nestjs/common';
import { channelsWithLikes, createEvent, messageLiked, type ChannelName } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import type { AdmittedKey } from '../access/channel-keys.js';
import { OutboxLimit } from '../access/outbox-limit.js';
import { CLOCK } from '../tokens.js';
import { problem } from '../problems.js';
import { isInFuture } from '../message/message.rules.js';
import { Sandbox } from '../sandbox/sandbox.service.js';
import { isNewer, latestOf, type Counted, type LikeCount } from './likes.rules.js';

interface LikedMessage {
  messageId: string;
  externalId: string;
  likes: number;
  countedAt: Date | null;
  version: number;
}

/** 点赞: how often readers of a channel liked its messages, as the channel counts it. */
@Injectable()
export class LikesService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(OutboxLimit) private readonly outboxLimit: OutboxLimit,
    @Inject(Sandbox) private readonly sandbox: Sandbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One transaction for all. Returns the external ids under which nothing is registered. */
  async count(key: AdmittedKey, counts: readonly LikeCount[]): Promise<string[]> {
    const { channel } = key;
    if (!channelsWithLikes.has(channel)) throw problem('intake.channel-without-likes');
    const now = this.clock.now();
    if (counts.some(({ countedAt }) => isInFuture(new Date(countedAt), now))) throw problem('intake.counted-in-future');
    if (key.sandbox) return this.sandbox.unknownOf(key, counts.map(({ externalId }) => externalId));
    await this.outboxLimit.refuseBeyond();
    const latest = latestOf(counts);
    const known = await this.dataSource.transaction(async (manager) => {
      const messages = await lockMessages(manager, channel, [...latest.keys()]);
      await keep(manager, messages, latest, now);
      return new Set(messages.map(({ externalId }) => externalId));
    });
    return [...latest.keys()].filter((externalId) => !known.has(externalId));
  }
}

/** In order of their ids, like everyone who locks several messages. */
const lockMessages = (manager: EntityManager, channel: ChannelName, externalIds: readonly string[]): Promise<LikedMessage[]> =>
  manager.query<LikedMessage[]>(
    `SELECT message_id AS "messageId", external_id AS "externalId", likes, likes_counted_at AS "countedAt", version
     FROM message WHERE channel = $1 AND external_id = ANY ($2::text[]) AND hold IS NULL ORDER BY message_id FOR UPDATE`,
    [channel, externalIds],
  );

/** What is counted as before is kept in silence: a channel may tell all its counts every hour. */
async function keep(manager: EntityManager, messages: readonly LikedMessage[], latest: ReadonlyMap<string, Counted>, time: Date): Promise<void> {
  const counted = messages.flatMap(({ messageId, externalId, likes: before, countedAt, version }) => {
    const count = latest.get(externalId);
    if (!count || !isNewer(count, { likes: before, at: countedAt?.getTime() ?? -Infinity })) return [];
    return [{ messageId, likes: count.likes, countedAt: new Date(count.at).toISOString(), version, isChange: count.likes !== before }];
  });
  if (counted.length === 0) return;
  await manager.query(
    `UPDATE message SET likes = counted.likes, likes_counted_at = counted.at, version = version + counted.events
     FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::int[]) AS counted (message_id, likes, at, events)
     WHERE message.message_id = counted.message_id`,
    [counted.map(({ messageId }) => messageId), counted.map(({ likes }) => likes), counted.map(({ countedAt }) => countedAt), counted.map(({ isChange }) => Number(isChange))],
  );
  const changes = counted.filter(({ isChange }) => isChange);
  await appendToOutbox(
    manager,
    changes.map(({ messageId, likes, countedAt, version }) =>
      createEvent(messageLiked, { subject: messageId, sequence: version + 1, time, data: { messageId, likes, countedAt } }),
    ),
  );
}
