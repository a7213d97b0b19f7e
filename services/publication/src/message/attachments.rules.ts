import type { AttachmentMediaType } from '@wenzheng/contracts';
import { inSequence, type Fact } from '../projection/facts.rules.js';

/** 附件 that can be saved. */
export interface AttachmentView {
  attachmentId: string;
  name: string;
  mediaType: AttachmentMediaType;
  size: number;
  /** Whether everybody may, or its writer alone. */
  isReleased: boolean;
}

/** All that are kept, in the order in which they came; intake's latest word says whether the public may read one. */
export function attachmentsOf(facts: readonly Fact[]): AttachmentView[] {
  const told = inSequence(facts, 'intake');
  const released = new Map(told.flatMap(({ type, data: { attachmentId } }) => (attachmentId !== undefined && type !== 'attachment-stored' ? [[attachmentId, type === 'attachment-released'] as const] : [])));
  return told.flatMap(({ type, data: { attachmentId, name, mediaType, size } }) =>
    type === 'attachment-stored' && attachmentId && name && mediaType && size ? [{ attachmentId, name, mediaType, size, isReleased: released.get(attachmentId) ?? false }] : [],
  );
}

/** 答复的附件, as it stands below the reply. */
export type ReplyAttachmentView = Omit<AttachmentView, 'isReleased'>;

/** Of which intake has told last that nobody in public reads them 不公开. */
export function hiddenAttachments(facts: readonly Fact[]): ReadonlySet<string> {
  const told = inSequence(facts, 'intake').flatMap(({ type, data: { attachmentId } }) => (attachmentId !== undefined && (type === 'attachment-hidden' || type === 'attachment-released') ? [[attachmentId, type] as const] : []));
  return new Set([...new Map(told)].flatMap(([attachmentId, type]) => (type === 'attachment-hidden' ? [attachmentId] : [])));
}
