import type { EventData, hotIssueChanged } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type HotIssueState = EventData<typeof hotIssueChanged>;

/** 热点问题 as deadline-supervision told of it last, its title redacted. Its messages stand beside it: who reads of the issue reads of those alone that are public now. */
@Entity('hot_issue')
export class HotIssueEntity {
  @PrimaryColumn('uuid', { name: 'issue_id' }) issueId!: string;
  @Column('integer') sequence!: number;
  @Column('jsonb') state!: Omit<HotIssueState, 'messageIds'>;
  @Column('uuid', { name: 'message_ids', array: true }) messageIds!: string[];
}
