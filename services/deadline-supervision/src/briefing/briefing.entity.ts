import type { UnitRef } from '@wenzheng/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { BriefingChannel, BriefingFigures, SentState, Theme } from './briefing.rules.js';

/** 归纳上报 that a unit has sent up, of one month of its mailbox or account. */
@Entity('briefing')
@Check('briefing_state_check', `"state" IN ('submitted', 'received', 'returned')`)
export class BriefingEntity {
  /** `2026-09` */
  @PrimaryColumn('text')
  month!: string;
  @PrimaryColumn('text')
  channel!: BriefingChannel;
  @PrimaryColumn('text', { name: 'unit_code' })
  unitCode!: UnitRef['code'];
  @Column('text')
  state!: SentState;
  @Column('text')
  summary!: string;
  /** As everything stood when it was sent up. */
  @Column('jsonb')
  figures!: BriefingFigures;
  @Column('jsonb')
  themes!: Theme[];
  @Column('timestamptz', { name: 'submitted_at' })
  submittedAt!: Date;
  @Column('text', { name: 'submitted_by' })
  submittedBy!: string;
  /** When the information office received it or gave it back. */
  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
  /** Why it was given back. */
  @Column('text', { nullable: true })
  reason!: string | null;
}
