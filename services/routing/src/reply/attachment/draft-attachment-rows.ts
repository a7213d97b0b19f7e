import { attachmentMediaTypeSchema, attachmentRefusals, idSchema, type ReplyAttachment } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { z } from 'zod';

type Manager = Pick<EntityManager, 'query'>;

/** How one attachment of a draft stands. */
export const draftAttachmentSchema = z
  .object({
    attachmentId: idSchema,
    name: z.string(),
    state: z.enum(['awaited', 'stored', 'refused']).describe('`awaited`: its bytes have not come to intake, or are being looked at; what is signed has those alone that are `stored`'),
    reason: z.enum(attachmentRefusals).nullable().describe('why it was refused'),
    mediaType: attachmentMediaTypeSchema.nullable(),
    size: z.int().nullable().describe('bytes'),
  })
  .meta({ id: 'DraftAttachment' });
export type DraftAttachment = z.infer<typeof draftAttachmentSchema>;

/** In the order in which they were added. */
export const attachmentsOfDraft = (manager: Manager, draftId: string): Promise<DraftAttachment[]> =>
  manager.query<DraftAttachment[]>(
    `SELECT attachment_id AS "attachmentId", name, state, reason, media_type AS "mediaType", size FROM draft_attachment WHERE draft_id = $1 AND state <> 'removed' ORDER BY declared_at, attachment_id`,
    [draftId],
  );

/** What is signed with it. */
export const signedAttachments = (manager: Manager, draftId: string): Promise<ReplyAttachment[]> =>
  manager.query<ReplyAttachment[]>(
    `SELECT attachment_id AS "attachmentId", name, media_type AS "mediaType", size, sha256 FROM draft_attachment WHERE draft_id = $1 AND state = 'stored' ORDER BY declared_at, attachment_id`,
    [draftId],
  );
