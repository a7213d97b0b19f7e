import type { InvalidityGround } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A unit's proposal that its message be ruled invalid; one at a time. The clock runs on. */
@Entity('ruling_proposal')
@Index('ruling_proposal_message', ['messageId'])
@Index('ruling_proposal_open', ['messageId'], { unique: true, where: 'outcome IS NULL' })
export class RulingProposalEntity {
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid' })
  proposalId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'unit_code', type: 'text' })
  unitCode!: string;

  @Column({ name: 'unit_name', type: 'text' })
  unitName!: string;

  @Column({ type: 'text' })
  ground!: InvalidityGround;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'proposed_at', type: 'timestamptz' })
  proposedAt!: Date;

  @Column({ name: 'proposed_by', type: 'text' })
  proposedBy!: string;

  /** By when the office decides. Null where the calendar does not reach. */
  @Column({ name: 'due_at', type: 'timestamptz', nullable: true })
  dueAt!: Date | null;

  @Column({ name: 'alarmed_at', type: 'timestamptz', nullable: true })
  alarmedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  outcome!: 'accepted' | 'rejected' | null;

  @Column({ name: 'decision_reason', type: 'text', nullable: true })
  decisionReason!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  @Column({ name: 'decided_by', type: 'text', nullable: true })
  decidedBy!: string | null;
}

/** 无效认定. An objection that is upheld lifts it, and it stands on record. */
@Entity('ruling')
@Index('ruling_message', ['messageId'])
export class RulingEntity {
  @PrimaryColumn({ name: 'ruling_id', type: 'uuid' })
  rulingId!: string;

  @Column({ name: 'message_id', type: 'uuid' })
  messageId!: string;

  @Column({ name: 'proposal_id', type: 'uuid', nullable: true })
  proposalId!: string | null;

  @Column({ type: 'text' })
  ground!: InvalidityGround;

  @Column({ type: 'text' })
  reason!: string;

  /** 引导: where the writer can turn. */
  @Column({ type: 'text' })
  guidance!: string;

  /** The last day on which the writer can object. Null where the calendar does not reach: no day is the last. */
  @Column({ name: 'objection_until', type: 'date', nullable: true })
  objectionUntil!: string | null;

  @Column({ name: 'ruled_at', type: 'timestamptz' })
  ruledAt!: Date;

  @Column({ name: 'ruled_by', type: 'text' })
  ruledBy!: string;

  @Column({ type: 'boolean', default: false })
  lifted!: boolean;
}
