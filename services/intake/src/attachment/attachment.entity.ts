import { attachmentRefusals, type AttachmentMediaType, type AttachmentRefusal } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `received`: its bytes are here and nobody has looked at them; `scanning`: the scanner for malware is away. */
export const attachmentStates = ['received', 'scanning', 'stored', 'refused'] as const;
export type AttachmentState = (typeof attachmentStates)[number];

/** Whether the public may read it with its message: not before an officer has looked at it. */
export const showings = ['held', 'released', 'hidden'] as const;
export type Showing = (typeof showings)[number];

/** Why it is not kept: nobody wants it any more, which is said of a draft's alone. */
const reasons = [...attachmentRefusals, 'removed'] as const;

/** 附件 whose bytes have come in. What is declared and has not come stands with its message alone. */
@Entity('attachment')
@Index('attachment_message', ['messageId'])
@Index('attachment_due', ['dueAt'], { where: "state IN ('received', 'scanning')" })
@Check('attachment_state_known', oneOf('state', attachmentStates))
@Check('attachment_showing_known', oneOf('showing', showings))
@Check('attachment_reason_known', `reason IS NULL OR ${oneOf('reason', reasons)}`)
export class Attachment {
  @PrimaryColumn('uuid', { name: 'attachment_id', primaryKeyConstraintName: 'attachment_pkey' })
  attachmentId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  state!: AttachmentState;

  @Column('text', { nullable: true })
  reason!: AttachmentRefusal | 'removed' | null;

  @Column('text', { default: 'held' })
  showing!: Showing;

  /** Redacted, with the ending of what it is once that is known. */
  @Column('text')
  name!: string;

  /** Of the bytes as they came: the same again is a repeat. */
  @Column('bytea', { name: 'upload_sha256' })
  uploadSha256!: Buffer;

  /** Where its bytes are; null where they were refused. */
  @Column('text', { name: 'file_key', nullable: true })
  fileKey!: string | null;

  @Column('text', { name: 'media_type', nullable: true })
  mediaType!: AttachmentMediaType | null;

  @Column('integer', { nullable: true })
  size!: number | null;

  @Column('bytea', { nullable: true })
  sha256!: Buffer | null;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;
}

/** A file in the store, known before its first byte is written: what no attachment names an hour later is swept. */
@Entity('attachment_file')
@Index('attachment_file_since', ['since'])
export class AttachmentFile {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'attachment_file_pkey' })
  key!: string;

  /** Of real time. */
  @Column('timestamptz')
  since!: Date;
}

/** Which units handle a message that has attachments, as routing told last. */
@Entity('message_handling')
export class MessageHandling {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'message_handling_pkey' })
  messageId!: string;

  @Column('text', { name: 'unit_codes', array: true })
  unitCodes!: string[];

  @Column('integer')
  sequence!: number;
}
