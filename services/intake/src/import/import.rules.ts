import { channelSchema, idSchema, instantSchema, storableText } from '@wenzheng/contracts';
import { z } from 'zod';
import { messageBodySchema } from '../message/message-body.js';
import { contentHashOf } from '../message/content-hash.js';
import { mayBeLiked } from '../message/message.rules.js';
import type { MessageDraft } from '../message/message-row.js';

/** The lines are checked one by one, so that a bad one is refused alone. */
export const importSchema = z.strictObject({
  channel: channelSchema,
  /** Code of the unit that all these messages were addressed to. */
  unit: storableText(64).trim().min(1).optional(),
  messages: z
    .array(z.unknown())
    .min(1)
    .max(500)
    .describe('each `{externalId, author, title?, text, registeredAt, kind?, visibility?, likes?}`, as a pushed message has them; a bad one is refused alone'),
});
export type ImportRequest = z.infer<typeof importSchema>;

const lineSchema = messageBodySchema
  .pick({ externalId: true, author: true, title: true, text: true, kind: true, visibility: true, likes: true })
  .extend({ registeredAt: instantSchema });

const lineRefusalSchema = z.enum(['intake.invalid-line', 'intake.registered-in-future', 'intake.channel-without-likes', 'intake.external-id-conflict']);
export type LineRefusal = z.infer<typeof lineRefusalSchema>;

export interface ImportLine {
  draft: MessageDraft;
  registeredAt: Date;
}

export const lineResultSchema = z
  .object({
    externalId: z.string().nullable(),
    status: z.enum(['created', 'repeated', 'refused']),
    messageId: idSchema.optional(),
    messageNumber: z.string().optional(),
    code: lineRefusalSchema.optional(),
  })
  .meta({ id: 'ImportResult' });
export type LineResult = z.infer<typeof lineResultSchema>;

/** One line of the past, or why it is refused. It was registered when the file says, and written then too. */
export function readLine(request: ImportRequest, line: unknown, now: Date): ImportLine | LineResult {
  const parsed = lineSchema.safeParse(line);
  if (!parsed.success) return { externalId: externalIdOf(line), status: 'refused', code: 'intake.invalid-line' };
  const { registeredAt: text, ...message } = parsed.data;
  const registeredAt = new Date(text);
  if (registeredAt.getTime() > now.getTime()) {
    return { externalId: message.externalId, status: 'refused', code: 'intake.registered-in-future' };
  }
  if (!mayBeLiked(request.channel, message.likes)) return { externalId: message.externalId, status: 'refused', code: 'intake.channel-without-likes' };
  const contentHash = contentHashOf({ import: { ...parsed.data, likes: undefined }, unit: request.unit ?? null });
  const draft = { ...message, channel: request.channel, connector: 'import', unit: request.unit, occurredAt: text, contentHash, historical: true };
  return { draft, registeredAt };
}

function externalIdOf(line: unknown): string | null {
  const id = (line as { externalId?: unknown } | null)?.externalId;
  return typeof id === 'string' && id.isWellFormed() ? id.slice(0, 200) : null;
}
