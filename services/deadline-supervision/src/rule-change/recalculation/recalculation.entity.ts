import type { ChannelName } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** That an administrator has confirmed to move a channel's open deadlines to a version of its policy. */
@Entity('recalculation')
@Index('recalculation_unfinished', ['confirmedAt'], { where: 'finished_at IS NULL' })
export class RecalculationEntity {
  @PrimaryColumn('uuid')
  id!: string;
  @Column('text')
  channel!: ChannelName;
  @Column('text')
  version!: string;
  /** Deadlines of messages that were registered later keep their version. */
  @Column('timestamptz', { name: 'registered_until' })
  registeredUntil!: Date;
  /** As the preview said. */
  @Column('integer')
  deadlines!: number;
  @Column('integer')
  moved!: number;
  @Column('timestamptz', { name: 'confirmed_at' })
  confirmedAt!: Date;
  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;
}
