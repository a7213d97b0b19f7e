import { invalidityGrounds, type InvalidityGround } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { holdOutcomes, type HoldOutcome, type HoldReason } from './hold-reasons.js';

/** 待甄别: why a message that came in is not told of yet, and what the information office has decided. Once a message. */
@Entity('hold')
@Index('hold_open', ['heldAt', 'messageId'], { where: 'outcome IS NULL' })
@Check('hold_outcome_known', `outcome IS NULL OR ${oneOf('outcome', holdOutcomes)}`)
@Check('hold_ground_known', `ground IS NULL OR ${oneOf('ground', invalidityGrounds)}`)
export class Hold {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'hold_pkey' })
  messageId!: string;

  @Column('text', { array: true })
  reasons!: HoldReason[];

  /** When it came in. Business time, as of everything here. */
  @Column('timestamptz', { name: 'held_at' })
  heldAt!: Date;

  /** Whether its writer waits to be told that it is registered: where nobody called and was answered. */
  @Column('boolean', { default: false })
  receipt!: boolean;

  /** Null: it waits. */
  @Column('text', { nullable: true })
  outcome!: HoldOutcome | null;

  /** Of a ruling of invalidity alone, as is the guidance. */
  @Column('text', { nullable: true })
  ground!: InvalidityGround | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { nullable: true })
  guidance!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;
}
