import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 上报督查. Its events may come in any order: `level` is null until it is known to have been raised. */
@Entity('escalation')
@Index('escalation_message', ['messageId'])
export class EscalationEntity {
  @PrimaryColumn({ name: 'escalation_id', type: 'uuid' })
  escalationId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ type: 'int', nullable: true })
  level!: number | null;

  @Column({ name: 'raised_to', type: 'text', nullable: true })
  raisedTo!: string | null;

  /** Not acknowledged in time, it was addressed to this office; the last one stands. */
  @Column({ name: 'passed_on_to', type: 'text', nullable: true })
  passedOnTo!: string | null;

  @Column({ name: 'passed_on_at', type: 'timestamptz', nullable: true })
  passedOnAt!: Date | null;

  @Column({ name: 'raised_at', type: 'timestamptz', nullable: true })
  raisedAt!: Date | null;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;

  @Column({ name: 'acknowledged_by', type: 'text', nullable: true })
  acknowledgedBy!: string | null;

  /** 撤销: the overdue that it rests on no longer stands, nor does it. */
  @Column({ name: 'withdrawn_at', type: 'timestamptz', nullable: true })
  withdrawnAt!: Date | null;
}
