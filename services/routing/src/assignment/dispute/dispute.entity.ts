import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** `settled`: the message was answered, has ended or has left the unit before anybody ruled. */
export type DisputeOutcome = 'upheld' | 'rejected' | 'settled';

/** 派单异议: a unit says that a message is not its own, and goes on handling it until the information office has ruled 先办后议. */
@Entity('dispute')
@Index('dispute_message', ['messageId'])
@Index('dispute_due', { synchronize: false })
@Index('dispute_open', ['dueAt', 'disputeId'], { where: '(outcome IS NULL)' })
export class DisputeEntity {
  @PrimaryColumn({ name: 'dispute_id', type: 'uuid' })
  disputeId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'suggested_unit', type: 'text', nullable: true })
  suggestedUnit!: string | null;

  @Column({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;

  @Column({ name: 'opened_by', type: 'text' })
  openedBy!: string;

  /** The end of the working day in which the office rules; null where the calendar does not reach. */
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: DisputeOutcome | null;

  @Column({ name: 'ruling_reason', type: 'text', nullable: true })
  rulingReason!: string | null;

  @Column({ name: 'ruled_at', type: 'timestamptz', nullable: true })
  ruledAt!: Date | null;

  @Column({ name: 'ruled_by', type: 'text', nullable: true })
  ruledBy!: string | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;
}
