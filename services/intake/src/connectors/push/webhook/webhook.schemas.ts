import { channelSchema, instantSchema } from '@wenzheng/contracts';
import { overlapSchema, pageQuery, webhookUrlSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { deliveryKinds } from '../../../delivery/delivery.entity.js';

export const webhookSchema = z.strictObject({ url: webhookUrlSchema });

export const registeredWebhookSchema = z
  .object({ channel: channelSchema, url: z.url(), secret: z.string().describe('shown this once') })
  .meta({ id: 'Webhook' });
export type RegisteredWebhook = z.infer<typeof registeredWebhookSchema>;

export const listedWebhookSchema = z
  .object({
    channel: channelSchema,
    url: z.url(),
    state: z.enum(['enabled', 'gone']).describe('`gone`: it answered 410'),
    registeredAt: instantSchema,
    secretMadeAt: instantSchema,
    previousSecretEndsAt: instantSchema.nullable().describe('until then the secret before signs as well'),
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
export const replaySchema = z.union([
  z.strictObject({ deliveryId: z.string().regex(/^msg_[0-9a-f-]{36}$/).describe('one, whether it was given up or had arrived') }),
  z.strictObject({ since: instantSchema.describe('everything that was settled since, arrived or given up') }),
  z.strictObject({}).describe('everything that was given up'),
]).nullish();
export type Replay = NonNullable<z.output<typeof replaySchema>>;
export const secretRotationSchema = overlapSchema.nullish();
export const rotatedSecretSchema = z.object({ secret: z.string().describe('shown to whoever asked for it'), previousSecretEndsAt: instantSchema.describe('until then webhooks have the signatures of both') });
export type RotatedSecret = z.infer<typeof rotatedSecretSchema>;
export const replayedSchema = z.object({ count: z.int().describe('how many are on their way again') });
