import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type EscalationLevel = 1 | 2 | 3;
export const escalationAddressees = ['information-office', 'supervision-office', 'inspection-bureau'] as const;
export type EscalationAddressee = (typeof escalationAddressees)[number];

/** 上报督查: that a message is overdue, told to the office that supervises. */
@Entity('escalation')
@Index('escalation_position', ['position'], { unique: true })
@Index('escalation_unpositioned', ['raisedAt'], { where: 'position IS NULL OR moving' })
@Index('escalation_addressed', ['to', 'position'])
@Index('escalation_unacknowledged', ['raisedAt'], { where: `acknowledged_at IS NULL AND withdrawn_at IS NULL AND "to" <> 'inspection-bureau'` })
@Index('escalation_standing', ['messageId', 'level'], { unique: true, where: 'withdrawn_at IS NULL AND cause_id IS NULL' })
@Index('escalation_caused', ['causeId', 'messageId', 'level'], { unique: true, where: 'cause_id IS NOT NULL' })
export class EscalationEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('text', { name: 'message_number' })
  messageNumber!: string;
  @Column('text')
  channel!: string;
  @Column('integer')
  level!: EscalationLevel;
  @Column('text')
  to!: EscalationAddressee;
  /** The unit in charge when it was raised. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('date', { name: 'reply_due_on' })
  replyDueOn!: string;
  @Column('date', { name: 'final_due_on', nullable: true })
  finalDueOn!: string | null;
  @Column('timestamptz', { name: 'raised_at' })
  raisedAt!: Date;
  /** Its place in the list; assigned after the commit, so that no reader's cursor passes one that is still to appear. */
  @Column('bigint', { nullable: true })
  position!: string | null;
  /** It has been withdrawn or passed on since, and gets a later place, so that those who have read it learn of that. */
  @Column('boolean', { nullable: true })
  moving!: boolean | null;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;
  @Column('text', { name: 'acknowledged_by', nullable: true })
  acknowledgedBy!: string | null;
  @Column('text', { nullable: true })
  note!: string | null;
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
  /** The office before this one did not acknowledge it in time. */
  @Column('timestamptz', { name: 'passed_on_at', nullable: true })
  passedOnAt!: Date | null;
  @Column('text', { name: 'passed_on_from', nullable: true })
  passedOnFrom!: EscalationAddressee | null;
  /** The document that was not dealt with in time, if that raised the escalation and not the ladder. */
  @Column('text', { name: 'cause_kind', nullable: true })
  causeKind!: 'urging-order' | 'major-matter' | 'renewal' | null;
  @Column('uuid', { name: 'cause_id', nullable: true })
  causeId!: string | null;
}
