import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Signatory } from '../sign-off/sign-off.rules.js';

/** 延期说明: at most one per message; it takes effect once its notice is public. */
@Entity('extension')
@Index('extension_message', ['messageId'], { unique: true })
export class ExtensionEntity {
  @PrimaryColumn({ name: 'extension_id', type: 'uuid' })
  extensionId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'new_due_on', type: 'date' })
  newDueOn!: string;

  @Column({ name: 'submitted_at', type: 'timestamptz' })
  submittedAt!: Date;

  @Column({ name: 'submitted_by', type: 'text' })
  submittedBy!: string;

  /** Submitted within the first three working days; a late one is shown and cures nothing (R10). */
  @Column({ type: 'boolean' })
  timely!: boolean;

  /** Null for what releases before took. */
  @Column({ type: 'jsonb', nullable: true })
  signatory!: Signatory | null;
}

/** The extension's notice as publication put it up. */
@Entity('extension_notice')
export class ExtensionNoticeEntity {
  @PrimaryColumn({ name: 'extension_id', type: 'uuid' })
  extensionId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'published_at', type: 'timestamptz' })
  publishedAt!: Date;
}
