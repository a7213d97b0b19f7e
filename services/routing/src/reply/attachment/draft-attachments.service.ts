import { randomUUIDv7 } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, replyAttachmentDeclared, replyAttachmentRemoved, replyAttachmentsAtMost, type EventData, type replyAttachmentExamined } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import type { ActionAnswer, ActionContext } from '../../message/action/message-actions.service.js';
import { problem } from '../../problems.js';
import type { DraftRow } from '../draft/draft-rows.js';
import { Drafts, type DraftRequest } from '../draft/drafts.service.js';
import { DraftAttachmentEntity } from './draft-attachment.entity.js';
import { attachmentsOfDraft, type DraftAttachment } from './draft-attachment-rows.js';

type Examined = EventData<typeof replyAttachmentExamined>;
type Deed = Pick<ActionContext, 'manager' | 'now' | 'nextVersion'> & { draft: { draftId: string; messageId: string } };

/**
 * 答复的附件: named here, as long as their draft is being written; their bytes go to intake, which looks at them. From its submission for sign-off on a draft has what it has: whoever signs
 * signs what was read, by the hash of its bytes. No reply waits for one: what intake has not told of by then stays behind.
 */
@Injectable()
export class DraftAttachments {
  constructor(@Inject(Drafts) private readonly drafts: Drafts) {}

  declare({ draftId, ...request }: DraftRequest<{ name: string }>): Promise<ActionAnswer<DraftAttachment>> {
    return this.drafts.act('attach', draftId, request, async ({ manager, draft, by, now, nextVersion }) => {
      assertAttachable(draft);
      if ((await attachmentsOfDraft(manager, draftId)).length >= replyAttachmentsAtMost) throw problem('routing.attachments-full', { parameters: { most: replyAttachmentsAtMost } });
      const { messageId } = draft;
      const attachmentId = randomUUIDv7();
      const name = redact(request.body.name);
      await insertRows(manager, DraftAttachmentEntity, [{ attachmentId, draftId, messageId, name, state: 'awaited', declaredBy: by.subject, declaredAt: now }]);
      const data = { messageId, attachmentId, unit: { code: draft.unitCode, name: draft.unitName }, name, declaredAt: now.toISOString() };
      await appendToOutbox(manager, [createEvent(replyAttachmentDeclared, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      return { attachmentId, name, state: 'awaited', reason: null, mediaType: null, size: null };
    });
  }

  remove({ draftId, attachmentId, ...request }: DraftRequest<object> & { attachmentId: string }): Promise<ActionAnswer<{ attachments: DraftAttachment[] }>> {
    return this.drafts.act('attach', draftId, { ...request, body: { attachmentId } }, async (at) => {
      const there = await attachmentsOfDraft(at.manager, draftId);
      if (!there.some((one) => one.attachmentId === attachmentId)) throw problem('routing.unknown-attachment');
      await this.leave(at, { only: attachmentId });
      return { attachments: there.filter((one) => one.attachmentId !== attachmentId) };
    });
  }

  /** 送审: what intake has not told of stays behind. */
  leaveUnexamined(at: Deed): Promise<void> {
    return this.leave(at, { kept: 'stored' });
  }

  leaveAll(at: Deed): Promise<void> {
    return this.leave(at, {});
  }

  /** Once, and for a draft that still waits for it. */
  async keepExamined(manager: EntityManager, examined: readonly Examined[]): Promise<void> {
    for (const { attachmentId, file, reason, examinedAt } of examined.toSorted((a, b) => (a.attachmentId < b.attachmentId ? -1 : 1))) {
      await manager.query(
        `UPDATE draft_attachment SET state = $2, name = coalesce($3, name), media_type = $4, size = $5, sha256 = $6, reason = $7, settled_at = $8 WHERE attachment_id = $1 AND state = 'awaited'`,
        [attachmentId, file ? 'stored' : 'refused', file?.name ?? null, file?.mediaType ?? null, file?.size ?? null, file?.sha256 ?? null, reason, examinedAt],
      );
    }
  }

  private async leave({ manager, now, nextVersion, draft: { draftId, messageId } }: Deed, { only = null, kept = null }: { only?: string | null; kept?: 'stored' | null }): Promise<void> {
    const [left] = await manager.query<[{ attachmentId: string }[], number]>(
      `UPDATE draft_attachment SET state = 'removed', settled_at = $2 WHERE draft_id = $1 AND state <> 'removed' AND ($3::uuid IS NULL OR attachment_id = $3) AND state IS DISTINCT FROM $4 RETURNING attachment_id AS "attachmentId"`,
      [draftId, now, only, kept],
    );
    for (const { attachmentId } of left) {
      const data = { messageId, attachmentId, removedAt: now.toISOString() };
      await appendToOutbox(manager, [createEvent(replyAttachmentRemoved, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
    }
  }
}

/** @throws Problem `routing.attachment-of-extension` */
export function assertAttachable({ kind }: Pick<DraftRow, 'kind'>): void {
  if (kind === 'extension') throw problem('routing.attachment-of-extension');
}
