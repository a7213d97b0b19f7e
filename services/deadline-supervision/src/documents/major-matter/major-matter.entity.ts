import type { UnitRef } from '@wenzheng/contracts';
import { Column, Entity, Index } from 'typeorm';
import { DocumentEntity, unitOf } from '../document/document.entity.js';
import type { MatterState } from './major-matter.rules.js';

/** 重大问题 (R20). */
@Entity('major_matter')
@Index('major_matter_standing', ['messageId'], { unique: true, where: "state <> 'withdrawn'" })
@Index('major_matter_number', ['number'], { unique: true })
@Index('major_matter_flagged', ['flaggedAt', 'id'])
@Index('major_matter_lapsing', ['lookAt'], { where: 'look_at IS NOT NULL' })
export class MajorMatterEntity extends DocumentEntity {
  @Column('text')
  state!: MatterState;
  @Column('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('text', { name: 'message_number' })
  messageNumber!: string;
  /** The unit in charge when it was flagged. */
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('text')
  reason!: string;
  @Column('timestamptz', { name: 'flagged_at' })
  flaggedAt!: Date;
  /** By the end of this day it is to be reported. */
  @Column('date', { name: 'due_on', nullable: true })
  dueOn!: string | null;
  @Column('text', { nullable: true })
  report!: string | null;
  @Column('timestamptz', { name: 'reported_at', nullable: true })
  reportedAt!: Date | null;
  @Column('timestamptz', { name: 'received_at', nullable: true })
  receivedAt!: Date | null;
  /** When it was escalated that nobody had reported it. */
  @Column('timestamptz', { name: 'lapsed_at', nullable: true })
  lapsedAt!: Date | null;
  @Column('timestamptz', { name: 'look_at', nullable: true })
  lookAt!: Date | null;
  /** The calendar that `dueOn` was computed with. */
  @Column('text', { name: 'calendar_version' })
  calendarVersion!: string;

  get unit(): UnitRef | null {
    return unitOf(this);
  }
}
