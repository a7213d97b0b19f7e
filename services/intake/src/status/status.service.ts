import { Inject, Injectable } from '@nestjs/common';
import { dateSchema, endingSchema, idSchema, instantSchema, unitRefSchema, visibilitySchema } from '@wenzheng/contracts';
import type { ChannelName, Ending, ReplyAttachment, Visibility } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import type { IntakeConfig } from '../config.js';
import { attachmentsOf, attachmentStandingSchema } from '../attachment/attachment-standing.js';
import { CONFIG } from '../tokens.js';
import { standingOf } from '../delivery/happening/standing.rules.js';
import { attachmentsAt } from '../delivery/attachment-urls.js';
import { deliveredAttachmentSchema, happeningSchemas, listedTypes, type HappeningType } from '../delivery/happening/happening.schemas.js';
import { holdStates, type HoldState } from '../message/hold-reasons.js';
import { deliveryStates, type DeliveryState } from '../delivery/delivery.entity.js';
import { problem } from '../problems.js';

/** How a reply's way back stands. Without a delivery it either needs none or has nowhere to go. */
const deliverySchema = z
  .object({
    state: z.enum([...deliveryStates, 'no-webhook', 'historical']),
    attempts: z.int(),
    settledAt: instantSchema.nullable(),
    deliveryId: z.string().nullable().describe('the platform’s own id of the reply, where it gives one'),
  })
  .meta({ id: 'Delivery' });
export type DeliveryStatus = z.infer<typeof deliverySchema>;

const replySchema = z.object({
  replyId: idSchema,
  unit: unitRefSchema,
  interim: z.boolean(),
  corrects: idSchema.nullable().describe('更正: the reply in whose place it stands'),
  supplements: idSchema.nullable().describe('补充: the reply below which it stands'),
  renews: idSchema.nullable().describe('二次办理: the renewed handling that it answers'),
  visibility: visibilitySchema,
  text: z.string(),
  url: z.url(),
  attachments: z.array(deliveredAttachmentSchema).describe('附件 that go with it'),
  publishedAt: instantSchema,
  delivery: deliverySchema,
});
const extensionSchema = z.object({
  extensionId: idSchema,
  unit: unitRefSchema,
  reason: z.string(),
  newDueOn: dateSchema,
  publishedAt: instantSchema,
  delivery: deliverySchema,
});
const happeningOf = (type: HappeningType) =>
  z.object({ happeningId: idSchema, type: z.literal(type), happenedAt: instantSchema, data: happeningSchemas[type], delivery: deliverySchema });
/** In one schema for each type, which says what it tells. */
const happeningSchema = z.union(listedTypes.map(happeningOf));

export const messageStateSchema = z
  .object({
    messageId: idSchema,
    messageNumber: z.string(),
    externalId: z.string(),
    registeredAt: instantSchema,
    visibility: visibilitySchema,
    ending: endingSchema,
    unit: unitRefSchema.nullable().describe('主办: the unit that has it now; null while none does'),
    coUnits: z.array(unitRefSchema).describe('协办'),
    mergedInto: z.string().nullable().describe('并单: number of the message as one with which it is handled'),
    hold: z.enum(holdStates).nullable().describe('待甄别: the information office looks at it before others are told of it; null: it is registered'),
    replies: z.array(replySchema),
    extensions: z.array(extensionSchema),
    happenings: z.array(happeningSchema).describe('what else has happened, in its order: as the webhook of each type told it'),
    attachments: z.array(attachmentStandingSchema),
    sandbox: z.literal(true).optional().describe('it came with a test key 测试密钥'),
  })
  .meta({ id: 'MessageState' });
export type MessageState = z.infer<typeof messageStateSchema>;

interface MessageFound {
  messageId: string;
  messageNumber: string;
  registeredAt: Date;
  visibility: Visibility;
  ending: Ending;
  hold: HoldState | null;
  historical: boolean;
}

interface DeliveryFound {
  deliveryState: DeliveryState | null;
  attempts: number | null;
  settledAt: Date | null;
  deliveryId: string | null;
}

interface ReplyFound extends DeliveryFound {
  replyId: string;
  unitCode: string;
  unitName: string;
  interim: boolean;
  corrects: string | null;
  supplements: string | null;
  renews: string | null;
  visibility: Visibility;
  text: string;
  path: string;
  attachments: ReplyAttachment[];
  publishedAt: Date;
}

interface HappeningFound extends DeliveryFound {
  happeningId: string;
  type: HappeningType;
  happenedAt: Date;
  data: object;
}

interface NoticeFound extends DeliveryFound {
  extensionId: string;
  unitCode: string;
  unitName: string;
  reason: string;
  newDueOn: string;
  publishedAt: Date;
}

const deliveryColumns = `delivery.state AS "deliveryState", delivery.attempts, delivery.settled_at AS "settledAt", delivery.delivery_id AS "deliveryId"`;

/** How a message stands, for the integration that brought it. */
@Injectable()
export class StatusService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async stateOf(channel: ChannelName, externalId: string): Promise<MessageState> {
    const [message] = await this.dataSource.query<MessageFound[]>(
      `SELECT message_id AS "messageId", message_number AS "messageNumber", registered_at AS "registeredAt", visibility, ending, hold, historical
       FROM message WHERE channel = $1 AND external_id = $2`,
      [channel, externalId],
    );
    if (!message) throw problem('intake.message-not-found');
    const { messageId, historical, registeredAt, ...rest } = message;
    const [replies, notices, happenings, attachments] = await Promise.all([this.repliesTo(messageId), this.noticesOn(messageId), this.happeningsTo(messageId), attachmentsOf(this.dataSource, messageId)]);
    return {
      messageId,
      externalId,
      ...rest,
      registeredAt: registeredAt.toISOString(),
      ...standingOf(happenings),
      replies: replies.map((reply) => ({
        replyId: reply.replyId,
        unit: { code: reply.unitCode, name: reply.unitName },
        interim: reply.interim,
        corrects: reply.corrects,
        supplements: reply.supplements,
        renews: reply.renews,
        visibility: reply.visibility,
        text: reply.text,
        url: new URL(reply.path, this.config.PUBLIC_URL).href,
        attachments: attachmentsAt(this.config.PUBLIC_URL, reply.visibility, reply.attachments),
        publishedAt: reply.publishedAt.toISOString(),
        delivery: deliveryStatusOf(reply, historical),
      })),
      extensions: notices.map((notice) => ({
        extensionId: notice.extensionId,
        unit: { code: notice.unitCode, name: notice.unitName },
        reason: notice.reason,
        newDueOn: notice.newDueOn,
        publishedAt: notice.publishedAt.toISOString(),
        delivery: deliveryStatusOf(notice, historical),
      })),
      happenings: happenings.map(({ happeningId, type, happenedAt, data, ...delivery }) => ({ happeningId, type, happenedAt: happenedAt.toISOString(), data, delivery: deliveryStatusOf(delivery, historical) }) as MessageState['happenings'][number]),
      attachments,
    };
  }

  private repliesTo(messageId: string): Promise<ReplyFound[]> {
    return this.dataSource.query<ReplyFound[]>(
      `SELECT reply_id AS "replyId", unit_code AS "unitCode", unit_name AS "unitName", interim, corrects, supplements, renews, visibility, coalesce(shown_part.text, reply.text) AS text, path, coalesce(reply.attachments, '[]') AS attachments,
         published_at AS "publishedAt", ${deliveryColumns}
       FROM reply LEFT JOIN delivery ON delivery.message_id = reply.message_id AND delivery.reference_id = reply.reply_id
       LEFT JOIN shown_part ON shown_part.message_id = reply.message_id AND shown_part.part = 'reply' AND shown_part.part_id = reply.reply_id
       WHERE reply.message_id = $1 ORDER BY published_at, reply_id`,
      [messageId],
    );
  }

  private happeningsTo(messageId: string): Promise<HappeningFound[]> {
    return this.dataSource.query<HappeningFound[]>(
      `SELECT happening_id AS "happeningId", type, happened_at AS "happenedAt", data, ${deliveryColumns}
       FROM happening LEFT JOIN delivery ON delivery.message_id = happening.message_id AND delivery.reference_id = happening.happening_id
       WHERE happening.message_id = $1 ORDER BY happened_at, happening.position`,
      [messageId],
    );
  }

  private noticesOn(messageId: string): Promise<NoticeFound[]> {
    return this.dataSource.query<NoticeFound[]>(
      `SELECT extension_id AS "extensionId", unit_code AS "unitCode", unit_name AS "unitName", coalesce(shown_part.text, reason) AS reason,
         to_char(new_due_on, 'YYYY-MM-DD') AS "newDueOn", published_at AS "publishedAt", ${deliveryColumns}
       FROM extension_notice AS notice
       LEFT JOIN delivery ON delivery.message_id = notice.message_id AND delivery.reference_id = notice.extension_id
       LEFT JOIN shown_part ON shown_part.message_id = notice.message_id AND shown_part.part = 'extension-notice' AND shown_part.part_id = notice.extension_id
       WHERE notice.message_id = $1 ORDER BY published_at, extension_id`,
      [messageId],
    );
  }
}

function deliveryStatusOf(found: DeliveryFound, historical: boolean): DeliveryStatus {
  return {
    state: found.deliveryState ?? (historical ? 'historical' : 'no-webhook'),
    attempts: found.attempts ?? 0,
    settledAt: found.settledAt?.toISOString() ?? null,
    deliveryId: found.deliveryId,
  };
}
