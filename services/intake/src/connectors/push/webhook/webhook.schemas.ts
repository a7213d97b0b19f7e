import { channelSchema, instantSchema } from '@wenzheng/contracts';
import { pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { deliveryKinds } from '../../../delivery/delivery.entity.js';

export const webhookSchema = z.strictObject({ url: z.string().min(1).max(2_000) });

export const registeredWebhookSchema = z
  .object({ channel: channelSchema, url: z.url(), secret: z.string().describe('shown this once') })
  .meta({ id: 'Webhook' });
export type RegisteredWebhook = z.infer<typeof registeredWebhookSchema>;

export const listedWebhookSchema = z
  .object({
    channel: channelSchema,
    url: z.url(),
    state: z.enum(['enabled', 'gone']).describe('`gone`: it answered 410'),
    registeredAt: instantSchema.describe('and its secret with it'),
    waiting: z.int().describe('what goes back and has not arrived yet'),
    failed: z.int().describe('what was given up'),
  })
  .meta({ id: 'ListedWebhook' });
export type ListedWebhook = z.infer<typeof listedWebhookSchema>;

export const failedDeliverySchema = z
  .object({
    deliveryId: z.string().describe('`webhook-id` of every attempt'),
    messageNumber: z.string(),
    kind: z.enum(deliveryKinds),
    attempts: z.int(),
    failedAt: instantSchema,
    reason: z.string(),
  })
  .meta({ id: 'FailedDelivery' });
export type FailedDelivery = z.infer<typeof failedDeliverySchema>;

const cursor = z.string().regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z_[0-9a-f-]{36}$/);
export const failureListSchema = z.object(pageQuery(cursor, { limit: 50, atMost: 200 }));
export const webhookListSchema = z.object(pageQuery(channelSchema, { limit: 50, atMost: 50 }));
export const testedSchema = z.object({ delivered: z.boolean(), reason: z.string().nullable() });
export const replayedSchema = z.object({ count: z.int().describe('how many are on their way again') });
