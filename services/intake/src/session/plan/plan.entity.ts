import type { EventData, interviewPlanChanged } from '@wenzheng/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 在线访谈年度计划, each of its versions. */
@Entity('interview_plan')
export class InterviewPlan {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'interview_plan_pkey' })
  year!: number;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'interview_plan_pkey' })
  version!: number;

  @Column('jsonb')
  entries!: EventData<typeof interviewPlanChanged>['entries'];

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('text', { name: 'changed_by' })
  changedBy!: string;
}
