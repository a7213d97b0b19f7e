import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * When a message's deadline is next to be looked at. Whoever does something about the message holds this row's lock; it is narrow and
 * apart from `deadline`, so that a step is done without writing what was computed.
 */
@Entity('deadline_timer')
@Index('deadline_timer_next_fire_at', ['nextFireAt'], { where: 'next_fire_at IS NOT NULL' })
export class DeadlineTimerEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  /** When the deadline is next to be looked at; null where nothing is pending. */
  @Column('timestamptz', { name: 'next_fire_at', nullable: true })
  nextFireAt!: Date | null;
  /** That of the last event that this service has sent about the message; they count from 1. */
  @Column('integer')
  sequence!: number;
}
