import { idSchema, instantSchema, prose, storableText } from '@wenzheng/contracts';
import { z } from 'zod';
import type { MessageState } from '../message/message-state.rules.js';

/** The items are read one by one, so that a bad one is refused alone. */
export const importSchema = z.strictObject({
  unit: storableText(64).min(1).optional(),
  items: z.array(z.unknown()).min(1).max(500),
});

const itemSchema = z.strictObject({
  messageId: idSchema.transform((id) => id.toLowerCase()),
  reply: z.strictObject({ text: prose(20_000), submittedAt: instantSchema }).optional(),
});
export type ImportItem = z.output<typeof itemSchema>;

/** Why one item is refused, among others that are taken. */
const importRefusalSchema = z.enum([
  'routing.import-invalid-item',
  'routing.import-not-historical',
  'routing.import-conflict',
  'routing.import-in-future',
  'routing.already-answered',
  'routing.reply-in-review',
]);
type ImportRefusal = z.infer<typeof importRefusalSchema>;

export const importResultSchema = z
  .object({
    messageId: idSchema.nullable().describe('null where the item has none that could be one'),
    status: z.enum(['created', 'repeated', 'refused']),
    code: importRefusalSchema.optional(),
    fields: z.array(z.string()).optional().describe('of an invalid item: what is wrong, as `reply.text`; never what stands there'),
  })
  .meta({ id: 'ImportResult' });
export type ImportResult = z.infer<typeof importResultSchema>;

export function readItem(item: unknown): { item: ImportItem } | { refusal: ImportResult } {
  const parsed = itemSchema.safeParse(item);
  if (parsed.success) return { item: parsed.data };
  const id = itemSchema.shape.messageId.safeParse((item as { messageId?: unknown } | null)?.messageId);
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))];
  return { refusal: { messageId: id.data ?? null, status: 'refused', code: 'routing.import-invalid-item', fields } };
}

/** What earlier imports brought for a message. */
export interface KnownImport {
  unit: string | null;
  /** The one imported reply that a message may have, as it was given. */
  reply: { text: string; givenAt: Date; state: 'waiting' | 'submitted' | 'refused' } | null;
}

export interface ImportedInto {
  state: MessageState;
  historical: boolean;
  registeredAt: Date;
}

/**
 * What becomes of one item. `message` is null as long as its registration has not arrived: unit and reply then wait for it.
 * What is given twice is the same; another unit, text or time for the same message is a conflict, never an overwrite.
 */
export function ruleImport(item: ImportItem, unit: string | null, message: ImportedInto | null, known: KnownImport, now: Date): ImportResult {
  const { messageId, reply } = item;
  const refused = (code: ImportRefusal): ImportResult => ({ messageId, status: 'refused', code });
  const isNewUnit = unit !== null && known.unit === null;
  if (message && !message.historical) return refused('routing.import-not-historical');
  if (unit !== null && known.unit !== null && unit !== known.unit) return refused('routing.import-conflict');
  if (!reply) return { messageId, status: isNewUnit ? 'created' : 'repeated' };
  const submittedAt = new Date(reply.submittedAt);
  if (known.reply) {
    const isSame = known.reply.text === reply.text && known.reply.givenAt.getTime() === submittedAt.getTime();
    return isSame ? { messageId, status: 'repeated' } : refused('routing.import-conflict');
  }
  if (submittedAt > now) return refused('routing.import-in-future');
  if (!message) return { messageId, status: 'created' };
  if (message.state === 'answered') return refused('routing.already-answered');
  if (message.state === 'in-review') return refused('routing.reply-in-review');
  return { messageId, status: 'created' };
}

/**
 * A reply that has its message, whichever of the two came first: one that claims to be earlier than the registration counts from the
 * registration, and the given time is kept. (It could not be refused to whoever sent it before the message was known.) A message that is not historical is answered by its unit alone.
 */
export function ruleWaiting(reply: { givenAt: Date }, message: { historical: boolean; registeredAt: Date }): { submittedAt: Date } | null {
  if (!message.historical) return null;
  return { submittedAt: reply.givenAt < message.registeredAt ? message.registeredAt : reply.givenAt };
}
