import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 答复的附件, as routing has declared it: whose bytes a unit sends here, and no other. They are an attachment then like any, which the public may read once a published reply names it. */
@Entity('reply_attachment')
@Index('reply_attachment_message', ['messageId'])
export class ReplyAttachmentRow {
  @PrimaryColumn('uuid', { name: 'attachment_id', primaryKeyConstraintName: 'reply_attachment_pkey' })
  attachmentId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;

  /** Redacted. */
  @Column('text', { nullable: true })
  name!: string | null;

  /** Null while only its removal is known, and with it whose it is. */
  @Column('timestamptz', { name: 'declared_at', nullable: true })
  declaredAt!: Date | null;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;
}
