import { Controller, Get, Inject, Query } from '@nestjs/common';
import { idSchema, instantSchema, storableText } from '@wenzheng/contracts';
import { Allow, DATA_SOURCE, Operation, pageFrom, pageOf, pageQuery, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { channelNames } from '../config.js';
import { notificationKinds } from './notification.rules.js';

const states = ['waiting', 'sent', 'unreachable'] as const;
const lineSchema = z
  .object({
    notificationId: idSchema,
    kind: z.enum(notificationKinds),
    person: z.string().nullable().describe('subject of whom it is for; null where the registry has nobody'),
    unit: z.string().nullable(),
    messageId: idSchema.nullable(),
    toldAt: instantSchema.describe('when it happened'),
    sendAfter: instantSchema.describe('not before, so that it comes in working hours'),
    state: z.enum(states),
    channel: z.enum(channelNames).nullable().describe('of the last attempt'),
    attempts: z.int(),
    sentAt: instantSchema.nullable(),
    deliveryId: z.string().nullable(),
    batchId: idSchema.nullable().describe('what went in one message has one'),
    reason: z.string().nullable().describe('why the last attempt failed'),
  })
  .meta({ id: 'Notification' });
const listSchema = z.object({ state: z.enum(states).optional(), person: storableText(200).min(1).optional(), ...pageQuery(z.uuid(), { limit: 50, atMost: 200 }) });

@Controller('v1/notifications')
@Allow('security-administrator', 'information-office')
export class NotificationController {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  @Get()
  @Operation({ id: 'listNotifications', tag: 'Notifications', summary: 'Who was told what, and how that went: the newest first, and no address', answers: { 200: pageOf(lineSchema) } })
  async list(@Query({ schema: listSchema }) { state, person, after, limit }: z.output<typeof listSchema>) {
    const rows = await this.dataSource.query<z.output<typeof lineSchema>[]>(
      `SELECT notification_id AS "notificationId", kind, nullif(subject, '') AS person, unit_code AS unit, message_id AS "messageId", told_at AS "toldAt", send_after AS "sendAfter",
         state, channel, attempts, sent_at AS "sentAt", delivery_id AS "deliveryId", batch_id AS "batchId", reason
       FROM notification
       WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR subject = $2)
         AND ($3::uuid IS NULL OR (told_at, notification_id) < (SELECT told_at, notification_id FROM notification WHERE notification_id = $3))
       ORDER BY told_at DESC, notification_id DESC LIMIT $4`,
      [state ?? null, person ?? null, after ?? null, limit + 1],
    );
    return pageFrom(rows, limit, ({ notificationId }) => notificationId);
  }
}
