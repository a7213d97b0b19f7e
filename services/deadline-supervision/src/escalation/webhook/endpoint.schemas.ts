import { idSchema, instantSchema, prose } from '@wenzheng/contracts';
import { overlapSchema, pageQuery, webhookUrlSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { escalationAddressees } from '../escalation.entity.js';
import { positionSchema } from '../escalation.service.js';
import { deliveryStates, endpointStates } from './webhook.entity.js';

const keySchema = z.object({
  publicKey: z.string().describe('ed25519, `whpk_` and 32 bytes in base64'),
  createdAt: instantSchema,
  expiresAt: instantSchema.nullable().describe('it was replaced, and signs beside its successor until then'),
});

export const endpointSchema = z
  .object({
    id: idSchema,
    office: z.enum(escalationAddressees).describe('whose it is: it gets what that office sees in the list'),
    url: z.url(),
    description: z.string(),
    state: z.enum(endpointStates).describe('`gone`: it answered 410'),
    position: positionSchema.describe('everything up to here was delivered, or is among the failures'),
    waiting: z.int().describe('deliveries that are tried again'),
    failed: z.int().describe('deliveries that were given up'),
    deliveredAt: instantSchema.nullable().describe('when it last took one'),
    keys: z.array(keySchema).describe('the newest first'),
    createdAt: instantSchema,
    createdBy: z.string(),
  })
  .meta({ id: 'WebhookEndpoint' });
export type WebhookEndpoint = z.infer<typeof endpointSchema>;

export const failureSchema = z
  .object({
    position: positionSchema,
    escalationId: idSchema,
    state: z.enum(deliveryStates),
    attempts: z.int(),
    firstAttemptAt: instantSchema,
    lastAttemptAt: instantSchema,
    nextAttemptAt: instantSchema.nullable(),
    reason: z.string(),
  })
  .meta({ id: 'WebhookFailure' });
export type WebhookFailure = z.infer<typeof failureSchema>;

const url = webhookUrlSchema;
const description = prose(200);

export const newEndpointSchema = z.strictObject({ url, description: description.optional(), after: positionSchema.optional() });
export type NewEndpoint = z.output<typeof newEndpointSchema>;
export const endpointChangeSchema = z
  .strictObject({ url, description, state: z.enum(['enabled', 'disabled']) })
  .partial();
export type EndpointChange = z.output<typeof endpointChangeSchema>;
export const rotationSchema = overlapSchema.nullish();
export const replaySchema = z.union([z.strictObject({ after: positionSchema }), z.strictObject({ failed: positionSchema })]);
export type Replay = z.output<typeof replaySchema>;
export const endpointPageSchema = z.object(pageQuery(idSchema, { limit: 100, atMost: 500 }));
export type EndpointPage = z.output<typeof endpointPageSchema>;
export const failurePageSchema = z.object({
  after: positionSchema.default('0'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  state: z.enum(deliveryStates).optional(),
});
export type FailurePage = z.output<typeof failurePageSchema>;
