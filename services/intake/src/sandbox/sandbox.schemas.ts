import { channelSchema, idSchema } from '@wenzheng/contracts';
import { webhookUrlSchema } from '@wenzheng/platform';
import { z } from 'zod';
import { happeningTypes } from '../delivery/happening/happening.schemas.js';
import { sandboxDeliveries } from './sandbox.entity.js';

export const sandboxWebhookSchema = z.strictObject({ url: webhookUrlSchema });
export const registeredSandboxWebhookSchema = z.object({ channel: channelSchema, url: z.url(), secret: z.string().describe('shown this once') }).meta({ id: 'SandboxWebhook' });

export const newHappeningSchema = z.strictObject({
  type: z.enum(happeningTypes),
  data: z.record(z.string().max(100), z.unknown()).optional().describe('what it says, as the webhook of its type; what is left out is that of the published example'),
});
export type NewHappening = z.output<typeof newHappeningSchema>;

export const madeHappeningSchema = z
  .object({
    happeningId: idSchema,
    type: z.enum(happeningTypes),
    data: z.record(z.string(), z.unknown()),
    delivery: z.enum(sandboxDeliveries).describe('of the one attempt to tell the webhook of this key'),
    reason: z.string().nullable().describe('why it did not arrive'),
  })
  .meta({ id: 'SandboxHappening' });
export type MadeHappening = z.infer<typeof madeHappeningSchema>;
