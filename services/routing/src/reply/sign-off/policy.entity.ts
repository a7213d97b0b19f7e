import type { MessageKind } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { SignOffStep } from './sign-off.rules.js';

/** 签发规则, as it was decided once: of a unit and kind of message the latest holds. */
@Entity('sign_off_policy')
@Index('sign_off_policy_scope', ['unitCode', 'kind', 'decidedAt'])
export class SignOffPolicyEntity {
  @PrimaryColumn({ name: 'policy_id', type: 'uuid' })
  policyId!: string;

  /** Null: of every unit. */
  @Column({ name: 'unit_code', type: 'text', nullable: true })
  unitCode!: string | null;

  /** Null: of every kind of message. */
  @Column({ type: 'text', nullable: true })
  kind!: MessageKind | null;

  /** Null: what holds more generally holds here again. */
  @Column({ type: 'jsonb', nullable: true })
  steps!: SignOffStep[] | null;

  @Column({ name: 'drafter_may_sign', type: 'boolean' })
  drafterMaySign!: boolean;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ name: 'decided_by', type: 'text' })
  decidedBy!: string;

  @Column({ name: 'decided_at', type: 'timestamptz' })
  decidedAt!: Date;
}
