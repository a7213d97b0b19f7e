import type { ChannelName, Ending, InvalidityGround, MessageKind, Rating, ReplyResult, Visibility } from '@wenzheng/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Step } from './ladder.rules.js';

/** The computed state of a message's deadline. A row exists once the registration is known; it is the ledger's relation too. */
@Entity('deadline')
@Index('deadline_registered_on', ['registeredOn'])
@Index('deadline_open', ['channel', 'registeredOn'], { where: "ending = 'open'" })
export class DeadlineEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @Column('text', { name: 'message_number' })
  messageNumber!: string;
  @Column('text')
  channel!: ChannelName;
  @Column('text', { nullable: true })
  kind!: MessageKind | null;
  @Column('text')
  visibility!: Visibility;
  @Column('boolean')
  historical!: boolean;
  @Column('text', { name: 'unit_code', nullable: true })
  unitCode!: string | null;
  @Column('text', { name: 'unit_name', nullable: true })
  unitName!: string | null;
  @Column('timestamptz', { name: 'registered_at' })
  registeredAt!: Date;
  @Column('date', { name: 'registered_on' })
  registeredOn!: string;
  /** Null in a row from before sessions had days of their own: that of the registration. */
  @Column('date', { name: 'day_zero', nullable: true })
  dayZero!: string | null;
  @Column('date', { name: 'reply_due_on', nullable: true })
  replyDueOn!: string | null;
  @Column('date', { name: 'final_due_on', nullable: true })
  finalDueOn!: string | null;
  /** The due date in force, where an extension gave it. */
  @Column('date', { name: 'extended_due_on', nullable: true })
  extendedDueOn!: string | null;
  @Column('boolean')
  provisional!: boolean;
  @Column('timestamptz', { name: 'interim_published_at', nullable: true })
  interimPublishedAt!: Date | null;
  @Column('timestamptz', { name: 'submitted_at', nullable: true })
  submittedAt!: Date | null;
  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
  @Column('text')
  ending!: Ending;
  /** Null of what ended before it was kept: then it ended with the publication. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
  /** Why it was ruled invalid. */
  @Column('text', { name: 'ending_reason', nullable: true })
  endingReason!: InvalidityGround | null;
  @Column('text', { nullable: true })
  rating!: Rating | null;
  @Column('boolean', { name: 'rated_after_reading', nullable: true })
  ratedAfterReading!: boolean | null;
  /** 办理结果, as the unit states it. */
  @Column('text', { nullable: true })
  result!: ReplyResult | null;
  @Column('timestamptz', { name: 'overdue_at', nullable: true })
  overdueAt!: Date | null;
  @Column('boolean', { name: 'submitted_in_time', nullable: true })
  submittedInTime!: boolean | null;
  @Column('boolean', { name: 'published_in_time', nullable: true })
  publishedInTime!: boolean | null;
  @Column('boolean', { name: 'within_reply_due', nullable: true })
  withinReplyDue!: boolean | null;
  @Column('boolean', { name: 'within_final_due', nullable: true })
  withinFinalDue!: boolean | null;
  /** Working days of each stage, for the statistics; null if the stage was skipped, or was before they were counted. */
  @Column('smallint', { name: 'days_to_assignment', nullable: true })
  daysToAssignment!: number | null;
  @Column('smallint', { name: 'days_to_submission', nullable: true })
  daysToSubmission!: number | null;
  @Column('smallint', { name: 'days_to_publication', nullable: true })
  daysToPublication!: number | null;
  @Column('text', { name: 'policy_version' })
  policyVersion!: string;
  @Column('text', { name: 'calendar_version' })
  calendarVersion!: string;
  /** The ladder of this message; which of it was done is in `fired_step`. */
  @Column('jsonb')
  steps!: Step[];
}

/** Every event about a message, kept for ever and without the words of citizens. */
@Entity('deadline_fact')
@Index('deadline_fact_late', ['afterClosing'], { where: 'late' })
export class DeadlineFactEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId!: string;
  @Column('text')
  type!: string;
  @Column('integer')
  sequence!: number;
  @Column('timestamptz')
  time!: Date;
  @Column('jsonb')
  data!: object;
  /** How many periods had been closed when it arrived, and whether it is about a time before the last closing. */
  @Column('integer', { name: 'after_closing', default: 0 })
  afterClosing!: number;
  @Column('boolean', { default: false })
  late!: boolean;
}

/** A message of which later facts have come and the registration has not; the ledger counts them apart. */
@Entity('early_message')
export class EarlyMessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id' })
  messageId!: string;
}
