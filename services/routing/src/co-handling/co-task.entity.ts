import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { DeclineDecision, StoredTaskState } from './co-task.rules.js';

/** 协办事项: what one unit is asked to contribute to another unit’s answer. It is inner: nothing of it is public but that the unit takes part. */
@Entity('co_task')
@Index('co_task_message', ['messageId'])
@Index('co_task_open', ['messageId', 'unitCode'], { unique: true, where: `(state = ANY (ARRAY['asked'::text, 'accepted'::text]))` })
@Index('co_task_due', { synchronize: false })
@Index('co_task_unit', { synchronize: false })
export class CoTaskEntity {
  @PrimaryColumn({ name: 'task_id', type: 'uuid' })
  taskId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  /** Null: the information office. */
  @Column({ name: 'asked_by_unit', type: 'text', nullable: true })
  askedByUnit!: string | null;

  @Column({ name: 'asked_by_unit_name', type: 'text', nullable: true })
  askedByUnitName!: string | null;

  @Column({ name: 'asked_by', type: 'text' })
  askedBy!: string;

  @Column({ name: 'asked_at', type: 'timestamptz' })
  askedAt!: Date;

  @Column({ type: 'text' })
  task!: string;

  @Column({ name: 'due_on', type: 'date' })
  dueOn!: string;

  @Column({ name: 'due_at', type: 'timestamptz' })
  dueAt!: Date;

  /** Null where it is due on the day on which it was asked. */
  @Column({ name: 'remind_at', type: 'timestamptz', nullable: true })
  remindAt!: Date | null;

  @Column({ name: 'reminded_at', type: 'timestamptz', nullable: true })
  remindedAt!: Date | null;

  /** When it was found to be late. */
  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ type: 'text' })
  state!: StoredTaskState;

  @Column({ name: 'accepted_at', type: 'timestamptz', nullable: true })
  acceptedAt!: Date | null;

  @Column({ name: 'accepted_by', type: 'text', nullable: true })
  acceptedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  contribution!: string | null;

  @Column({ name: 'answered_at', type: 'timestamptz', nullable: true })
  answeredAt!: Date | null;

  @Column({ name: 'answered_by', type: 'text', nullable: true })
  answeredBy!: string | null;

  @Column({ name: 'answered_by_name', type: 'text', nullable: true })
  answeredByName!: string | null;

  @Column({ name: 'decline_reason', type: 'text', nullable: true })
  declineReason!: string | null;

  @Column({ name: 'declined_at', type: 'timestamptz', nullable: true })
  declinedAt!: Date | null;

  @Column({ name: 'declined_by', type: 'text', nullable: true })
  declinedBy!: string | null;

  @Column({ type: 'text', nullable: true })
  decision!: DeclineDecision | null;

  @Column({ name: 'decision_reason', type: 'text', nullable: true })
  decisionReason!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;
}
