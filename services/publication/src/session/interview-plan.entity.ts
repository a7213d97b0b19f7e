import type { EventData, interviewPlanChanged } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type InterviewPlanEntries = EventData<typeof interviewPlanChanged>['entries'];

/** 在线访谈年度计划, at its newest version. */
@Entity('interview_plan')
export class InterviewPlanEntity {
  @PrimaryColumn('integer') year!: number;
  @Column('integer') sequence!: number;
  @Column('jsonb') entries!: InterviewPlanEntries;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
}
