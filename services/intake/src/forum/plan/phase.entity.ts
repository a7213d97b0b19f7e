import { forumPlanChangeSchema, type ForumPlanChange } from '@wenzheng/contracts';
import { oneOf } from '@wenzheng/platform';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** 一期: which units hold a forum, one after the other. */
@Entity('forum_phase')
export class ForumPhase {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'forum_phase_pkey' })
  phase!: number;

  @Column('timestamptz', { name: 'planned_at' })
  plannedAt!: Date;

  @Column('text', { name: 'planned_by' })
  plannedBy!: string;

  /** The sequence of the last event about this phase. */
  @Column('integer')
  version!: number;
}

/** A unit's place in a phase: the month, and the session once it is announced. */
@Entity('forum_slot')
@Index('forum_slot_session', ['sessionId'], { where: 'session_id IS NOT NULL' })
export class ForumSlot {
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'forum_slot_pkey' })
  phase!: number;

  @PrimaryColumn('text', { name: 'unit_code', primaryKeyConstraintName: 'forum_slot_pkey' })
  unitCode!: string;

  @Column('text', { name: 'unit_name' })
  unitName!: string;

  /** YYYY-MM */
  @Column('text')
  month!: string;

  @Column('uuid', { name: 'session_id', nullable: true })
  sessionId!: string | null;
}

/** 变更记录: what was changed of a phase after it was announced, for ever. */
@Entity('forum_plan_change')
@Index('forum_plan_change_phase', ['phase', 'changeId'])
@Check('forum_plan_change_known', oneOf('change', forumPlanChangeSchema.options))
export class ForumPlanChangeRow {
  @PrimaryColumn('uuid', { name: 'change_id', primaryKeyConstraintName: 'forum_plan_change_pkey' })
  changeId!: string;

  @Column('integer')
  phase!: number;

  @Column('text')
  change!: ForumPlanChange;

  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  @Column('text', { name: 'unit_name' })
  unitName!: string;

  @Column('text', { name: 'from_month', nullable: true })
  fromMonth!: string | null;

  @Column('text', { name: 'to_month', nullable: true })
  toMonth!: string | null;

  @Column('text')
  reason!: string;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('text', { name: 'made_by' })
  madeBy!: string;
}
