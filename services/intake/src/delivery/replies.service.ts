import { Inject, Injectable } from '@nestjs/common';
import type { EventData, EventEnvelope, extensionNoticePublished, replyPublished } from '@wenzheng/contracts';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import type { IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { endMessages } from '../message/endings.js';
import { Shown } from './content/shown.js';
import { lockAddressees } from './addressees.js';
import { attachmentsAt } from './attachment-urls.js';
import { DeliveryQueue } from './delivery-queue.js';
import { PublishedExtensionNotice, PublishedReply } from './reply.entity.js';

type ReplyEvent = EventEnvelope<EventData<typeof replyPublished>>;
type NoticeEvent = EventEnvelope<EventData<typeof extensionNoticePublished>>;

/** Keeps what was published about a message, and puts it on its way back through the channel. */
@Injectable()
export class RepliesService {
  constructor(
    @Inject(DeliveryQueue) private readonly queue: DeliveryQueue,
    @Inject(Shown) private readonly shown: Shown,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async keepReplies(manager: EntityManager, events: readonly ReplyEvent[]): Promise<void> {
    const replies = events.map(({ data }) => data);
    const addressees = await lockAddressees(manager, replies.map(({ messageId }) => messageId));
    const rows = replies.map(({ replyId, messageId, unit, visibility, interim, text, path, publishedAt, corrects = null, supplements = null, renews = null, attachments = null }) =>
      ({ attachments, replyId, messageId, unitCode: unit.code, unitName: unit.name, visibility, interim, text, path, publishedAt, corrects, supplements, renews }));
    await insertRows(manager, PublishedReply, rows, { onConflict: 'ignore' });
    await endMessages(manager, [...addressees.keys()]);
    const outgoing = replies
      .filter(({ historical }) => !historical)
      .map(({ messageId, replyId, corrects = null, supplements = null, renews = null, unit, text, interim, visibility, publishedAt, path, attachments = [] }) => ({
        addressee: addressees.get(messageId), kind: 'reply' as const, referenceId: replyId, type: corrects === null ? 'message.replied' as const : 'message.corrected' as const, timestamp: publishedAt, path,
        data: { replyId, corrects, supplements, renews, unit, text, interim, visibility, publishedAt, ...(attachments.length > 0 && { attachments: attachmentsAt(this.config.PUBLIC_URL, visibility, attachments) }) },
      }));
    await this.queue.enqueue(manager, outgoing);
    await this.shown.rewrite(manager, [...addressees.keys()]);
  }

  async keepNotices(manager: EntityManager, events: readonly NoticeEvent[]): Promise<void> {
    const notices = events.map(({ data }) => data);
    const addressees = await lockAddressees(manager, notices.map(({ messageId }) => messageId));
    const rows = notices.map(({ extensionId, messageId, unit, reason, newDueOn, publishedAt }) => ({ extensionId, messageId, unitCode: unit.code, unitName: unit.name, reason, newDueOn, publishedAt }));
    await insertRows(manager, PublishedExtensionNotice, rows, { onConflict: 'ignore' });
    const outgoing = notices.map(({ messageId, extensionId, unit, reason, newDueOn, publishedAt }) => ({
      addressee: addressees.get(messageId), kind: 'extension-notice' as const, referenceId: extensionId, type: 'message.extended' as const, timestamp: publishedAt, data: { unit, reason, newDueOn, publishedAt },
    }));
    await this.queue.enqueue(manager, outgoing);
    await this.shown.rewrite(manager, [...addressees.keys()]);
  }
}
