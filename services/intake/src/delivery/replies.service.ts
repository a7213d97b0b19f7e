import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, EventData, EventEnvelope, extensionNoticePublished, replyPublished } from '@wenzheng/contracts';
import { RejectEvent } from '@wenzheng/messaging';
import type { EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import type { DeliveryKind } from './delivery.entity.js';

type ReplyEvent = EventEnvelope<EventData<typeof replyPublished>>;
type NoticeEvent = EventEnvelope<EventData<typeof extensionNoticePublished>>;

interface Addressee {
  messageId: string;
  channel: ChannelName;
  externalId: string;
  messageNumber: string;
  historical: boolean;
}

interface NewDelivery {
  messageId: string;
  referenceId: string;
  kind: DeliveryKind;
  channel: ChannelName;
  body: string;
}

/** Keeps what was published about a message, and puts it on its way back through the channel. */
@Injectable()
export class RepliesService {
  constructor(@Inject(CONFIG) private readonly config: IntakeConfig) {}

  async keepReplies(manager: EntityManager, events: readonly ReplyEvent[]): Promise<void> {
    const replies = events.map(({ data }) => data);
    const addressees = await this.lockMessages(manager, replies.map(({ messageId }) => messageId));
    await manager.query(
      `INSERT INTO reply (reply_id, message_id, unit_code, unit_name, visibility, interim, text, path, published_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::timestamptz[])
       ON CONFLICT (reply_id) DO NOTHING`,
      [
        replies.map((reply) => reply.replyId),
        replies.map((reply) => reply.messageId),
        replies.map((reply) => reply.unit.code),
        replies.map((reply) => reply.unit.name),
        replies.map((reply) => reply.visibility),
        replies.map((reply) => reply.interim),
        replies.map((reply) => reply.text),
        replies.map((reply) => reply.path),
        replies.map((reply) => reply.publishedAt),
      ],
    );
    await this.endMessages(manager, [...addressees.keys()]);
    const deliveries = replies.flatMap((reply): NewDelivery[] => {
      const addressee = addressees.get(reply.messageId);
      if (!addressee || addressee.historical || reply.historical) return [];
      const { unit, text, interim, visibility, publishedAt } = reply;
      const data = { ...this.headOf(addressee), unit, text, interim, visibility, publishedAt, url: this.urlOf(reply.path) };
      return [{ ...referenceOf(addressee, 'reply', reply.replyId), body: bodyOf('message.replied', publishedAt, data) }];
    });
    await this.enqueue(manager, deliveries);
  }

  async keepNotices(manager: EntityManager, events: readonly NoticeEvent[]): Promise<void> {
    const notices = events.map(({ data }) => data);
    const addressees = await this.lockMessages(manager, notices.map(({ messageId }) => messageId));
    await manager.query(
      `INSERT INTO extension_notice (extension_id, message_id, unit_code, unit_name, reason, new_due_on, published_at)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::date[], $7::timestamptz[])
       ON CONFLICT (extension_id) DO NOTHING`,
      [
        notices.map((notice) => notice.extensionId),
        notices.map((notice) => notice.messageId),
        notices.map((notice) => notice.unit.code),
        notices.map((notice) => notice.unit.name),
        notices.map((notice) => notice.reason),
        notices.map((notice) => notice.newDueOn),
        notices.map((notice) => notice.publishedAt),
      ],
    );
    const deliveries = notices.flatMap((notice): NewDelivery[] => {
      const addressee = addressees.get(notice.messageId);
      if (!addressee || addressee.historical) return [];
      const { unit, reason, newDueOn, publishedAt } = notice;
      const data = { ...this.headOf(addressee), unit, reason, newDueOn, publishedAt, url: this.urlOf(`/messages/${addressee.messageNumber}`) };
      return [{ ...referenceOf(addressee, 'extension-notice', notice.extensionId), body: bodyOf('message.extended', publishedAt, data) }];
    });
    await this.enqueue(manager, deliveries);
  }

  /** In order of their ids, like everyone who locks several messages. Intake has registered every message there is. */
  private async lockMessages(manager: EntityManager, messageIds: readonly string[]): Promise<Map<string, Addressee>> {
    const wanted = new Set(messageIds);
    const found = await manager.query<Addressee[]>(
      `SELECT message_id AS "messageId", channel, external_id AS "externalId", message_number AS "messageNumber", historical
       FROM message WHERE message_id = ANY ($1::uuid[]) ORDER BY message_id FOR UPDATE`,
      [[...wanted]],
    );
    if (found.length < wanted.size) throw new RejectEvent('intake has registered no such message');
    return new Map(found.map((addressee) => [addressee.messageId, addressee]));
  }

  /** The first published reply that is not an interim one ends the message, whatever the order in which they came. */
  private async endMessages(manager: EntityManager, messageIds: readonly string[]): Promise<void> {
    await manager.query(
      `UPDATE message SET ending = CASE first.visibility WHEN 'public' THEN 'publicly-answered' ELSE 'privately-answered' END
       FROM (
         SELECT DISTINCT ON (message_id) message_id, visibility FROM reply
         WHERE message_id = ANY ($1::uuid[]) AND NOT interim ORDER BY message_id, published_at, reply_id
       ) AS first
       WHERE message.message_id = first.message_id AND message.ending IN ('open', 'publicly-answered', 'privately-answered')`,
      [messageIds],
    );
  }

  /** A channel without a webhook, or with one that is gone, gets no delivery; its state says so. */
  private async enqueue(manager: EntityManager, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    const dueAt = new Date(Date.now() + (this.config.DELIVERY_BACKOFF_SECONDS[0] ?? 0) * 1_000);
    await manager.query(
      `INSERT INTO delivery (message_id, reference_id, kind, channel, body, due_at)
       SELECT new.message_id, new.reference_id, new.kind, new.channel, new.body, $6::timestamptz
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) AS new (message_id, reference_id, kind, channel, body)
       JOIN webhook ON webhook.channel = new.channel AND webhook.disabled_at IS NULL
       ON CONFLICT (message_id, reference_id) DO NOTHING`,
      [
        deliveries.map((delivery) => delivery.messageId),
        deliveries.map((delivery) => delivery.referenceId),
        deliveries.map((delivery) => delivery.kind),
        deliveries.map((delivery) => delivery.channel),
        deliveries.map((delivery) => delivery.body),
        dueAt,
      ],
    );
  }

  private headOf({ externalId, messageNumber }: Addressee) {
    return { externalId, messageNumber };
  }

  private urlOf(path: string): string {
    return new URL(path, this.config.PUBLIC_URL).href;
  }
}

const referenceOf = ({ messageId, channel }: Addressee, kind: DeliveryKind, referenceId: string) => ({ messageId, referenceId, kind, channel });

const bodyOf = (type: string, timestamp: string, data: object): string => JSON.stringify({ type, timestamp, data });
