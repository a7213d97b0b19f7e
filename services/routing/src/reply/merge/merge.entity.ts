import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 并单 (A03): this message is handled as one with another, by its own number, deadline and answer. Undone 撤销, it stands on record. */
@Entity('merge')
@Index('merge_message', ['messageId'])
@Index('merge_standing', ['messageId'], { unique: true, where: 'unmerged_at IS NULL' })
@Index('merge_into', ['intoMessageId'])
export class MergeEntity {
  @PrimaryColumn({ name: 'merge_id', type: 'uuid' })
  mergeId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  /** 主件: in whose handling both are. */
  @Column({ name: 'into_message_id', type: 'uuid' })
  intoMessageId!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'merged_at', type: 'timestamptz' })
  mergedAt!: Date;

  @Column({ name: 'merged_by', type: 'text' })
  mergedBy!: string;

  @Column({ name: 'unmerged_at', type: 'timestamptz', nullable: true })
  unmergedAt!: Date | null;

  @Column({ name: 'unmerge_reason', type: 'text', nullable: true })
  unmergeReason!: string | null;

  @Column({ name: 'unmerged_by', type: 'text', nullable: true })
  unmergedBy!: string | null;
}
