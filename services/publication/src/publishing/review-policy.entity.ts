import type { ChannelName } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What waits for the information office before it is published: nothing, what has soft findings that the signer answered for, or everything. */
export const reviewModes = ['none', 'soft-findings', 'all'] as const;
export type ReviewMode = (typeof reviewModes)[number];

/** Of a channel that has no row nothing waits. */
@Entity('review_policy')
export class ReviewPolicyEntity {
  @PrimaryColumn('text') channel!: ChannelName;
  @Column('text') review!: ReviewMode;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
}
