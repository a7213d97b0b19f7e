import type { ChannelName, Ending, MessageKind, ReplyResult } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Rating } from './definitions.js';

/**
 * What statistics need of a message that has ended: a narrow copy of its deadline, which the database itself keeps with every
 * change of the deadline. A year of a large city is read in one go.
 */
@Entity('ended_message')
@Index('ended_message_registered_on', ['registeredOn'])
export class EndedMessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('date', { name: 'registered_on' })
  registeredOn!: string;
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('text')
  channel!: ChannelName;
  @Column('text', { nullable: true })
  kind!: MessageKind | null;
  @Column('text')
  ending!: Exclude<Ending, 'open'>;
  @Column('boolean')
  extended!: boolean;
  @Column('boolean')
  urged!: boolean;
  @Column('boolean', { name: 'submitted_in_time', nullable: true })
  submittedInTime!: boolean | null;
  @Column('boolean', { name: 'published_in_time', nullable: true })
  publishedInTime!: boolean | null;
  @Column('boolean', { name: 'within_reply_due', nullable: true })
  withinReplyDue!: boolean | null;
  @Column('boolean', { name: 'within_final_due', nullable: true })
  withinFinalDue!: boolean | null;
  @Column('smallint', { name: 'days_to_assignment', nullable: true })
  daysToAssignment!: number | null;
  @Column('smallint', { name: 'days_to_submission', nullable: true })
  daysToSubmission!: number | null;
  @Column('smallint', { name: 'days_to_publication', nullable: true })
  daysToPublication!: number | null;
  /** Why it was ruled invalid, and how its writer rated the answer. */
  @Column('text', { nullable: true })
  reason!: string | null;
  @Column('text', { nullable: true })
  rating!: Rating | null;
  @Column('boolean', { name: 'rated_after_reading', nullable: true })
  ratedAfterReading!: boolean | null;
  @Column('text', { nullable: true })
  result!: ReplyResult | null;
}
