import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 延期说明, public from `publishedAt` on. */
@Entity('extension_notice')
@Index('extension_notice_message', ['messageId'])
@Index('extension_notice_published', ['publishedAt', 'extensionId'])
export class ExtensionNoticeEntity {
  @PrimaryColumn('uuid', { name: 'extension_id' }) extensionId!: string;
  @Column('uuid', { name: 'message_id' }) messageId!: string;
  @Column('text', { name: 'unit_code' }) unitCode!: string;
  @Column('text', { name: 'unit_name' }) unitName!: string;
  /** Redacted. */
  @Column('text') reason!: string;
  @Column('date', { name: 'new_due_on' }) newDueOn!: string;
  @Column('timestamptz', { name: 'submitted_at' }) submittedAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
}
