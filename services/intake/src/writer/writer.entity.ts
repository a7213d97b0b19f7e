import type { Rating } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** 撤回 */
@Entity('withdrawal')
export class Withdrawal {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'withdrawal_pkey' })
  messageId!: string;

  @Column('timestamptz', { name: 'withdrawn_at' })
  withdrawnAt!: Date;

  @Column('text', { nullable: true })
  reason!: string | null;
}

/** 异议: one for each ruling. */
@Entity('objection')
@Unique('objection_ruling', ['rulingId'])
export class Objection {
  @PrimaryColumn('uuid', { name: 'objection_id', primaryKeyConstraintName: 'objection_pkey' })
  objectionId!: string;

  @Column('uuid', { name: 'ruling_id' })
  rulingId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  text!: string;

  @Column('timestamptz', { name: 'filed_at' })
  filedAt!: Date;
}

/** 评价: one for each message. */
@Entity('rating')
@Unique('rating_message', ['messageId'])
export class WriterRating {
  @PrimaryColumn('uuid', { name: 'rating_id', primaryKeyConstraintName: 'rating_pkey' })
  ratingId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  rating!: Rating;

  @Column('text', { nullable: true })
  reason!: string | null;

  /** Somebody had read who the writer is before. */
  @Column('boolean', { name: 'after_contact_reading' })
  afterContactReading!: boolean;

  @Column('timestamptz', { name: 'rated_at' })
  ratedAt!: Date;
}
