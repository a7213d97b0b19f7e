import type { ChannelName } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChannelPolicy } from './policy.rules.js';

/** A version of a channel's policy; a message keeps the one that was in force on the day of its registration. Only ever added to. */
@Entity('policy')
export class PolicyEntity {
  @PrimaryColumn('text')
  channel!: ChannelName;
  @PrimaryColumn('text')
  version!: string;
  /** 1, 2, 3… within the channel. */
  @Column('integer')
  ordinal!: number;
  @Column('date', { name: 'effective_from' })
  effectiveFrom!: string;
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('jsonb')
  rules!: ChannelPolicy;
}
