import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 异议 of the writer, once for each ruling, and what somebody else than who ruled decided about it. */
@Entity('objection')
@Index('objection_ruling', ['rulingId'], { unique: true })
@Index('objection_message', ['messageId'])
@Index('objection_open', ['dueAt'], { where: 'outcome IS NULL' })
export class ObjectionEntity {
  @PrimaryColumn({ name: 'objection_id', type: 'uuid' })
  objectionId!: string;

  @Column({ name: 'ruling_id', type: 'uuid' })
  rulingId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ type: 'text' })
  text!: string;

  @Column({ name: 'filed_at', type: 'timestamptz' })
  filedAt!: Date;

  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: 'upheld' | 'rejected' | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;
}
