import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Where the hand of a message's clock stands. Whoever does something about the message holds this row's lock; it is narrow and
 * apart from `clock`, so that a step is done without writing what was computed.
 */
@Entity('clock_hand')
@Index('clock_hand_next_fire_at', ['nextFireAt'], { where: 'next_fire_at IS NOT NULL' })
export class ClockHandEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  /** When the clock is next to be looked at; null where nothing is pending. */
  @Column('timestamptz', { name: 'next_fire_at', nullable: true })
  nextFireAt!: Date | null;
  /** Counts the events that this service has sent about the message. */
  @Column('integer')
  version!: number;
}
