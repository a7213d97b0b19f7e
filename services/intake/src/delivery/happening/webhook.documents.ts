import { instantSchema } from '@wenzheng/contracts';
import type { WebhookDocument } from '@wenzheng/platform';
import { z } from 'zod';
import { webhookExampleOf } from './happening.examples.js';
import { happeningSchemas, happeningTypes, type HappeningType } from './happening.schemas.js';

const summaries: Record<HappeningType, string> = {
  'message.assigned': 'A unit has it: assigned, designated or with co-units 分派、指定承办、确定主办协办',
  'message.returned': 'A unit has given it back 退回',
  'message.merged': 'It is handled as one with another 并单',
  'message.unmerged': 'It is handled by itself again 撤销并单',
  'message.extended': 'An extension notice is published 延期说明',
  'message.replied': 'A reply is published, or goes to its writer alone 答复',
  'message.corrected': 'A reply is corrected 更正',
  'message.ruled-invalid': 'It is ruled invalid 认定无效',
  'message.objection-decided': 'The objection is decided 异议复核',
  'message.transferred': 'It has gone to an office outside, with receipt 转出',
  'message.withdrawn': 'Its writer has withdrawn it 撤回',
  'message.renewal-ordered': 'It is handled once more 二次办理',
  'message.renewal-declined': 'It is not handled once more 不再二次办理',
};

/** What a webhook of a channel is sent. */
export const webhookSchemaOf = (type: HappeningType) =>
  z.object({
    type: z.literal(type),
    timestamp: instantSchema.describe('when it happened'),
    data: happeningSchemas[type].extend({ externalId: z.string().describe('as the channel calls the message'), messageNumber: z.string().describe('受理编号'), url: z.url().describe('where the public, or its writer, reads it') }),
  });

export const webhookDocuments: Record<string, WebhookDocument> = Object.fromEntries(
  happeningTypes.map((type) => [type, { tag: 'Webhooks', summary: summaries[type], schema: webhookSchemaOf(type), example: webhookExampleOf(type) }]),
);
