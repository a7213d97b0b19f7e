import { attachmentMediaTypeSchema, attachmentRefusals, idSchema } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { z } from 'zod';
import { attachmentStates, showings } from './attachment.entity.js';

/** How one attachment of a message stands. */
export const attachmentStandingSchema = z
  .object({
    attachmentId: idSchema,
    externalId: z.string().describe('the channel’s own id of it'),
    name: z.string().describe('redacted'),
    state: z.enum(['awaited', ...attachmentStates]).describe('`awaited`: declared, and its bytes have not come; `received`: being looked at; `scanning`: the scanner for malware is away'),
    reason: z.enum(attachmentRefusals).nullable().describe('why it was refused'),
    showing: z.enum(showings).describe('whether the public may read it with its message'),
    mediaType: attachmentMediaTypeSchema.nullable().describe('what its bytes are, not what was said of them'),
    size: z.int().nullable().describe('bytes'),
  })
  .meta({ id: 'Attachment' });
export type AttachmentStanding = z.infer<typeof attachmentStandingSchema>;

/** All that a message has declared, in that order. */
export const attachmentsOf = (manager: Pick<EntityManager, 'query'>, messageId: string): Promise<AttachmentStanding[]> =>
  manager.query<AttachmentStanding[]>(
    `SELECT item ->> 'attachmentId' AS "attachmentId", item ->> 'externalId' AS "externalId", coalesce(attachment.name, item ->> 'name') AS name, coalesce(state, 'awaited') AS state, reason,
       coalesce(showing, 'held') AS showing, media_type AS "mediaType", attachment.size
     FROM message, jsonb_array_elements(attachments) WITH ORDINALITY AS declared (item, place)
     LEFT JOIN attachment ON attachment.attachment_id = (item ->> 'attachmentId')::uuid WHERE message.message_id = $1 ORDER BY place`,
    [messageId],
  );
