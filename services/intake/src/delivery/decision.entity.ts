import type { EventData, InvalidityGround, messageTransferred, UnitRef } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

type Transferred = EventData<typeof messageTransferred>;

/** 无效认定, as routing tells it. */
@Entity('ruling')
@Index('ruling_message', ['messageId'])
export class Ruling {
  @PrimaryColumn('uuid', { name: 'ruling_id', primaryKeyConstraintName: 'ruling_pkey' })
  rulingId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('jsonb', { name: 'proposed_by', nullable: true })
  proposedBy!: UnitRef | null;

  @Column('text')
  ground!: InvalidityGround;

  @Column('text')
  reason!: string;

  @Column('text')
  guidance!: string;

  @Column('date', { name: 'objection_until', nullable: true })
  objectionUntil!: string | null;

  @Column('timestamptz', { name: 'ruled_at' })
  ruledAt!: Date;
}

/** 异议复核, as routing tells it. */
@Entity('objection_decision')
@Index('objection_decision_message', ['messageId'])
export class ObjectionDecision {
  @PrimaryColumn('uuid', { name: 'objection_id', primaryKeyConstraintName: 'objection_decision_pkey' })
  objectionId!: string;

  @Column('uuid', { name: 'ruling_id' })
  rulingId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('text')
  outcome!: 'upheld' | 'rejected';

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'decided_at' })
  decidedAt!: Date;
}

/** 转出, with its receipt. */
@Entity('transfer')
@Index('transfer_message', ['messageId'])
export class Transfer {
  @PrimaryColumn('uuid', { name: 'transfer_id', primaryKeyConstraintName: 'transfer_pkey' })
  transferId!: string;

  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  @Column('jsonb')
  to!: Transferred['to'];

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'sent_at' })
  sentAt!: Date;

  @Column('jsonb')
  receipt!: Transferred['receipt'];

  @Column('timestamptz', { name: 'transferred_at' })
  transferredAt!: Date;
}
