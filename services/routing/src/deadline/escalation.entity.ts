import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 上报督查. Either half may arrive first: `level` is null while only the acknowledgement 签收 is known. */
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

  @Column({ name: 'raised_at', type: 'timestamptz', nullable: true })
  raisedAt!: Date | null;

  @Column({ name: 'acknowledged_at', type: 'timestamptz', nullable: true })
  acknowledgedAt!: Date | null;

  @Column({ name: 'acknowledged_by', type: 'text', nullable: true })
  acknowledgedBy!: string | null;
}
