import type { AttachmentMediaType, AttachmentRefusal } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `awaited`: its bytes have not come to intake, or are being looked at there; `removed`: the draft goes on without it. */
export const draftAttachmentStates = ['awaited', 'stored', 'refused', 'removed'] as const;

/** 附件 of a draft. Its bytes are intake's; what they are, intake tells. */
@Entity('draft_attachment')
@Index('draft_attachment_draft', ['draftId'])
@Check('draft_attachment_state_known', oneOf('state', draftAttachmentStates))
export class DraftAttachmentEntity {
  @PrimaryColumn({ name: 'attachment_id', type: 'uuid', primaryKeyConstraintName: 'draft_attachment_pkey' })
  attachmentId!: string;

  @Column({ name: 'draft_id', type: 'uuid' })
  draftId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  /** Redacted, with the ending of what it is once that is known. */
  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  state!: (typeof draftAttachmentStates)[number];

  @Column({ type: 'text', nullable: true })
  reason!: AttachmentRefusal | null;

  @Column({ name: 'media_type', type: 'text', nullable: true })
  mediaType!: AttachmentMediaType | null;

  @Column({ type: 'int', nullable: true })
  size!: number | null;

  @Column({ type: 'text', nullable: true })
  sha256!: string | null;

  @Column({ name: 'declared_by', type: 'text' })
  declaredBy!: string;

  @Column({ name: 'declared_at', type: 'timestamptz' })
  declaredAt!: Date;

  @Column({ name: 'settled_at', type: 'timestamptz', nullable: true })
  settledAt!: Date | null;
}
