import type { Harm } from '@wenzheng/gate';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 内容审核: why a message was not shown as it came, and what the office decided. */
@Entity('content_review')
@Index('content_review_waiting', ['dueAt', 'messageId'], { where: 'decision IS NULL' })
export class ContentReviewEntity {
  @PrimaryColumn('uuid', { name: 'message_id' }) messageId!: string;
  /** With the words that led to it, which the office alone reads. */
  @Column('jsonb') harms!: Harm[];
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  @Column('text', { nullable: true }) decision!: 'publish' | 'keep-private' | 'take-down' | null;
  @Column('timestamptz', { name: 'decided_at', nullable: true }) decidedAt!: Date | null;
  @Column('timestamptz', { name: 'alarmed_at', nullable: true }) alarmedAt!: Date | null;
}
