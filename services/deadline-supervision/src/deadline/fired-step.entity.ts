import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LadderStep } from '../rulebook/policy/policy.rules.js';

/** What was done about a message: each step once, unless it was withdrawn and is called for again. */
@Entity('fired_step')
export class FiredStepEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @PrimaryColumn('text')
  step!: LadderStep;
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;
  @Column('timestamptz', { name: 'fired_at' })
  firedAt!: Date;
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}
