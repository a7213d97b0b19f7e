import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, EventData, EventEnvelope, extensionNoticePublished, replyPublished } from '@wenzheng/contracts';
import { RejectEvent } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { CHANNELS, type Channels } from './channel.js';
import { Delivery, type DeliveryKind } from './delivery.entity.js';
import { PublishedExtensionNotice, PublishedReply } from './reply.entity.js';

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
  constructor(
    @Inject(CHANNELS) private readonly channels: Channels,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async keepReplies(manager: EntityManager, events: readonly ReplyEvent[]): Promise<void> {
    const replies = events.map(({ data }) => data);
    const addressees = await this.lockMessages(manager, replies.map(({ messageId }) => messageId));
    const rows = replies.map(({ replyId, messageId, unit, visibility, interim, text, path, publishedAt }) => ({ replyId, messageId, unitCode: unit.code, unitName: unit.name, visibility, interim, text, path, publishedAt }));
    await insertRows(manager, PublishedReply, rows, { onConflict: 'ignore' });
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
    const rows = notices.map(({ extensionId, messageId, unit, reason, newDueOn, publishedAt }) => ({ extensionId, messageId, unitCode: unit.code, unitName: unit.name, reason, newDueOn, publishedAt }));
    await insertRows(manager, PublishedExtensionNotice, rows, { onConflict: 'ignore' });
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

  /** A channel without a way back gets no delivery; the message's state says so. */
  private async enqueue(manager: EntityManager, deliveries: readonly NewDelivery[]): Promise<void> {
    const open = new Set<ChannelName>();
    for (const channel of new Set(deliveries.map((delivery) => delivery.channel))) {
      if (await this.channels[channel].isOpen(channel, manager)) open.add(channel);
    }
    const dueAt = new Date(Date.now() + (this.config.DELIVERY_BACKOFF_SECONDS[0] ?? 0) * 1_000);
    const rows = deliveries.filter(({ channel }) => open.has(channel)).map((delivery) => ({ ...delivery, dueAt }));
    await insertRows(manager, Delivery, rows, { onConflict: 'ignore' });
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
