import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Policy } from './policy.rules.js';

/** A version of the policy; a message keeps the one that was in force when it was registered. */
@Entity('policy')
export class PolicyEntity {
  @PrimaryColumn('text')
  version!: string;
  @Column('timestamptz', { name: 'effective_from' })
  effectiveFrom!: Date;
  @Column('jsonb')
  channels!: Policy['channels'];
}
