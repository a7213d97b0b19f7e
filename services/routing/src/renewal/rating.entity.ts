import type { Rating } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 评价 by the writer, and of a dissatisfied one 不满意 what the information office decided. */
@Entity('rating')
@Index('rating_message', ['messageId'], { unique: true })
@Index('rating_open', { synchronize: false })
export class RatingEntity {
  @PrimaryColumn({ name: 'rating_id', type: 'uuid' })
  ratingId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ type: 'text' })
  rating!: Rating;

  /** The writer's own words: the information office's to read, and nobody else's. */
  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'after_contact_reading', type: 'boolean' })
  afterContactReading!: boolean;

  @Column({ name: 'rated_at', type: 'timestamptz' })
  ratedAt!: Date;

  /** By when the office decides. Null where the calendar does not reach, and where there is nothing to decide. */
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: 'ordered' | 'declined' | null;

  @Column({ name: 'decision_reason', type: 'text', nullable: true })
  decisionReason!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;
}
